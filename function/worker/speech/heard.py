"""What became of a video's sound, whichever engine heard it."""

from __future__ import annotations

from dataclasses import dataclass

from worker.speech.audio import Recording
from worker.speech.engines import Engine
from worker.speech.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Heard:
    """A transcript, the facts about the sound it was made from, who made it, and its estimated price in won."""

    engine: Engine
    recording: Recording
    transcript: Transcript
    krw: float
