"""Clips, and a recogniser that sends them to a stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.naps import Naps
from worker.adapters.calls.keys import Keys
from worker.adapters.calls.throttle import Throttle
from worker.adapters.clova import ClovaRecogniser
from worker.jobs.deadline import Deadline
from worker.jobs.errors import JobError
from worker.speech.audio import SAMPLE_RATE, SpeechClip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.standins.clova import ClovaStandIn
    from local.standins.faults import Fault
    from worker.speech.transcript import Recognition

KEY_ID, KEY = "local-key-id", "local-key"
WORDS = "안녕하세요 여러분"


def clip(seconds: float) -> SpeechClip:
    """A clip of this length, heard from 55 s on."""
    return SpeechClip.of(b"\x10\x00" * round(seconds * SAMPLE_RATE), 55.0, 55.0 + seconds)


PACE = Throttle(at_once=4, per_second=10_000)
"""Refusals for pace slow it down for all later tests, which must not feel it."""


def keys(key: str = KEY, key_id: str = KEY_ID) -> Keys:
    """A stand-in's keys, which stay as they are."""
    return Keys({"CLOVA_API_KEY_ID": key_id, "CLOVA_API_KEY": key})


def recogniser(clova: ClovaStandIn, naps: Naps | None = None, key: str = KEY) -> ClovaRecogniser:
    """A recogniser with a stand-in's keys."""
    return ClovaRecogniser(clova.stt_url(), keys(key), (naps or Naps()).policy(), PACE)


def recognise(clova: ClovaStandIn, seconds: float = 3.0, naps: Naps | None = None) -> Recognition:
    """Have a clip recognised with time to spare."""
    return recogniser(clova, naps).recognise(clip(seconds), "Kor", Deadline.after(100))


def fail(clova: ClovaStandIn, script: Iterable[Fault]) -> JobError:
    """What it fails with when the stand-in does this."""
    clova.script = script
    with pytest.raises(JobError) as caught:
        recognise(clova)
    return caught.value
