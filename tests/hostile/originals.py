"""One spoken sentence (3.8 s) in eight containers, and how long it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.media.clips import AAC, H264, pictures
from tests.media.store import make

if TYPE_CHECKING:
    from collections.abc import Iterator

SPEECH = Path(__file__).parents[1] / "fixtures" / "speech" / "sentence.wav"
SECONDS = 3.7

_CODECS: dict[str, tuple[str, ...]] = {
    "whole.mp4": (*H264, *AAC, "-movflags", "+faststart"),
    "fragmented.mp4": (*H264, *AAC, "-movflags", "frag_keyframe+empty_moov", "-g", "5"),
    "whole.mov": (*H264, *AAC),
    "whole.mkv": (*H264, *AAC),
    "whole.webm": ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus"),
    "whole.avi": ("-c:v", "mpeg4", "-c:a", "libmp3lame"),
    "whole.ts": (*H264, *AAC),
    "whole.flv": (*H264, *AAC, "-ar", "44100"),
}

SAYS_NO_LENGTH = frozenset({"fragmented.mp4", "whole.ts"})
"""Containers that declare no length anywhere: a clean cut cannot be told from the end (FFmpeg then guesses)."""


def originals() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each."""
    for name, codecs in _CODECS.items():
        arguments = (*pictures(SECONDS), "-i", str(SPEECH), "-t", str(SECONDS), *codecs)
        yield name, make(name, arguments).read_bytes()
