"""Videos in which somebody speaks: the committed speech fixtures, repeated under moving pictures."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.media.clips import MP4, pictures
from tests.media.store import make

SPEECH = Path(__file__).parents[1] / "fixtures" / "speech"


def talk(seconds: float, name: str = "pauses") -> Path:
    """An MP4 that repeats one of the fixtures (English, flite) for so long."""
    fixture = SPEECH / f"{name}.wav"
    spoken = ("-stream_loop", "-1", "-i", str(fixture))
    edition = hashlib.sha256(fixture.read_bytes()).hexdigest()
    recipe = (*pictures(seconds), *spoken, "-t", str(seconds), *MP4, "-metadata", f"comment={edition}")
    return make("talk.mp4", recipe)
