"""A spoken sentence as a video."""

from __future__ import annotations

from pathlib import Path

from tests.media.clips import AAC, H264, pictures
from tests.media.store import make

_SENTENCE = Path(__file__).parents[1] / "fixtures/speech/sentence.wav"


def sentence() -> Path:
    """An MP4 of 3.8 s in which one English sentence is spoken."""
    return make("sentence.mp4", (*pictures(3.7), "-i", str(_SENTENCE), *H264, *AAC, "-movflags", "+faststart"))
