"""The three services, as stand-ins that check what they are sent against their contracts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from local.standins.backend import BackendStandIn
from local.standins.claude import ClaudeStandIn
from local.standins.clova import ClovaStandIn
from tests.handler.canaries import BACKEND_TOKEN, CLAUDE_KEY, CLOVA_KEY, CLOVA_KEY_ID, SPOKEN, WEBHOOK_SECRET

if TYPE_CHECKING:
    from collections.abc import Generator

    from local.standins.wire import Reply, Request

WORDS = f"first comes the {SPOKEN} and then a second sentence"


@dataclass
class Ear:
    """What listens behind CLOVA's wire: it hears the same words in every clip, or what a test's `hear` makes of it."""

    words: str = WORDS
    hear: Callable[[bytes], str] | None = None

    def __call__(self, pcm: bytes) -> str:
        return self.hear(pcm) if self.hear else self.words


class Backend(BackendStandIn):
    """Keeps the bytes of each request, too."""

    def __init__(self) -> None:
        super().__init__(token=BACKEND_TOKEN, secret=WEBHOOK_SECRET)
        self.bytes: list[bytes] = []

    def examine(self, request: Request) -> Reply | None:
        self.bytes.append(request.body)
        return super().examine(request)


@dataclass
class Services:
    """All three, and what CLOVA hears."""

    ear: Ear = field(default_factory=Ear)
    backend: Backend = field(default_factory=Backend)
    claude: ClaudeStandIn = field(default_factory=lambda: ClaudeStandIn(key=CLAUDE_KEY))

    def __post_init__(self) -> None:
        self.clova = ClovaStandIn(self.ear, key_id=CLOVA_KEY_ID, key=CLOVA_KEY)

    def forget(self) -> None:
        """Behave again."""
        self.ear.words, self.ear.hear = WORDS, None
        for stand_in in (self.clova, self.claude, self.backend):
            stand_in.script = ()
            stand_in.calls.clear()
            stand_in.refusals.clear()
        self.backend.accepted.clear()
        self.backend.bytes.clear()

    @property
    def settings(self) -> dict[str, str]:
        """The settings that point at them."""
        return {
            "BACKEND_BASE_URL": self.backend.url,
            "BACKEND_INTERNAL_TOKEN": BACKEND_TOKEN,
            "WEBHOOK_SECRET": WEBHOOK_SECRET,
            "CLOVA_STT_URL": self.clova.stt_url(),
            "CLOVA_API_KEY_ID": CLOVA_KEY_ID,
            "CLOVA_API_KEY": CLOVA_KEY,
            "CLAUDE_API_URL": self.claude.messages_url,
            "CLAUDE_API_KEY": CLAUDE_KEY,
        }


@contextmanager
def running_services() -> Generator[Services]:
    """All three on free ports of loopback."""
    services = Services()
    with services.clova, services.claude, services.backend:
        yield services
