"""A spoken sentence as a video, and one too long for a single call."""

from __future__ import annotations

from pathlib import Path

from tests.media.clips import MP4, pictures, sound
from tests.media.store import make

_SENTENCE = Path(__file__).parents[1] / "fixtures/speech/sentence.wav"


def sentence() -> Path:
    """An MP4 of 3.8 s in which one English sentence is spoken."""
    return make("sentence.mp4", (*pictures(3.7), "-i", str(_SENTENCE), *MP4))


def long_sound() -> Path:
    """An MP4 of 61 s of a tone that pauses only at 57 s, where CLOVA's limit would allow a cut and ours does not."""
    tone = "0.3*sin(2*PI*440*t)*not(between(t\\,57\\,58))"
    return make("long.mp4", (*pictures(61), *sound(61, tone), *MP4))
