"""Media on disk and in memory, each kind its own type so that they cannot be swapped."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

SAMPLE_RATE = 16_000
"""Hertz; what CLOVA CSR asks for at least (docs/sources.md, CLOVA)."""

SAMPLE_BYTES = 2
"""Signed 16-bit little-endian, one channel."""


class AudioFilter(StrEnum):
    """Setting `AUDIO_FILTER`: the specification's speech chain, an 80 Hz highpass, or nothing."""

    SPEECH = "speech"
    HIGHPASS = "highpass"
    NONE = "none"


class AudioQuality(StrEnum):
    """`meta.audio_quality`: requested filter ran / fell back / none or partial (README.md)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class VideoFile:
    """The downloaded video, under our own name."""

    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class AudioFile:
    """Headerless PCM: 16 kHz, mono, s16le, aligned to the video's clock.

    `delay` is the filter's group delay in seconds, already taken off by the reader of timestamps: sample n was heard at
    n / 16000 - delay. `video_seconds` is the media's declared length (decoded length where it declares none).
    `warnings` are sentences for `meta.warnings`; `partial` says that part of the declared audio was not decoded.
    """

    path: Path
    samples: int
    delay: float
    video_seconds: float
    quality: AudioQuality
    partial: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """Decoded length."""
        return self.samples / SAMPLE_RATE

    @property
    def size(self) -> int:
        """Bytes of PCM."""
        return self.samples * SAMPLE_BYTES


@dataclass(frozen=True, slots=True)
class SpeechClip:
    """One piece of audio for the speech recogniser: PCM as in `AudioFile`, and when it was heard (seconds)."""

    pcm: bytes
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class SpeechSpan:
    """A stretch of an audio file, not yet loaded: samples `first` to `last` (exclusive), and when they were heard."""

    path: Path
    first: int
    last: int
    start: float
    end: float

    def load(self) -> SpeechClip:
        """Read the stretch."""
        with self.path.open("rb") as file:
            file.seek(self.first * SAMPLE_BYTES)
            pcm = file.read((self.last - self.first) * SAMPLE_BYTES)
        return SpeechClip(pcm, self.start, self.end)
