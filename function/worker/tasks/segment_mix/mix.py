"""The segment mix: a background and a voice for each stretch of a dubbed video, made into one sound."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Segment:
    """What to mix, and where to: keys of the bucket, and gains that samples are multiplied with (1.0 leaves them)."""

    index: int
    bgm_key: str
    tts_key: str
    output_key: str
    bgm_gain: float
    tts_gain: float


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the bucket. `size` is bytes; `origin` says what a mix was made of, None for every other file."""

    key: str
    etag: str
    size: int
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """Where a mix goes, what it was made of, and the only file that it may overwrite; None: it may overwrite none."""

    key: str
    origin: str
    over: StoredFile | None


@dataclass(frozen=True, slots=True)
class Track:
    """One of the two sounds of a segment, on disk. `name` is what people call it: bgm or tts."""

    name: str
    path: Path
    gain: float


@dataclass(frozen=True, slots=True)
class Mix:
    """What became of a segment; `problem` says why there is no file under `output_key`."""

    index: int
    output_key: str
    problem: str | None = None
