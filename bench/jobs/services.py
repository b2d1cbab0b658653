"""CLOVA, Claude and the backend as a job finds them: right, and as slow as the real ones."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

from local.standins.backend import BackendStandIn
from local.standins.claude import ClaudeStandIn
from local.standins.clova import ClovaStandIn
from local.standins.faults import Delay

if TYPE_CHECKING:
    from collections.abc import Generator

_TOKEN, _BYTES_A_SECOND = "bench", 32_000


@dataclass(frozen=True, slots=True)
class Pace:
    """How long the services take: CLOVA a call and a second of audio, and Claude an answer (seconds)."""

    clova_call: float = 0.5
    clova_second: float = 0.1
    claude: float = 3.0

    def hear(self, seconds: float) -> float:
        """How long CLOVA takes over so much audio."""
        return self.clova_call + self.clova_second * seconds


class Services:
    """All three, and what they were asked."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self.clova = ClovaStandIn(self._hear)
        self.claude = ClaudeStandIn()
        self.backend = BackendStandIn(token=_TOKEN)

    def _hear(self, pcm: bytes) -> str:
        time.sleep(self.pace.hear(len(pcm) / _BYTES_A_SECOND))
        return "what was said in this clip, in about as many words as one takes"

    def forget(self) -> None:
        """Begin to count anew."""
        self.clova.calls.clear()
        self.claude.script = repeat(Delay(self.pace.claude))

    @property
    def settings(self) -> dict[str, str]:
        """The settings that point at them."""
        return {
            "BACKEND_BASE_URL": self.backend.url,
            "BACKEND_INTERNAL_TOKEN": _TOKEN,
            "CLOVA_STT_URL": self.clova.stt_url("Eng"),
            "CLOVA_API_KEY_ID": "local-key-id",
            "CLOVA_API_KEY": "local-key",
            "CLAUDE_API_URL": self.claude.messages_url,
            "CLAUDE_API_KEY": "local-claude-key",
        }


@contextmanager
def serving(pace: Pace) -> Generator[Services]:
    """All three on free ports of loopback."""
    services = Services(pace)
    with services.clova, services.claude, services.backend:
        yield services
