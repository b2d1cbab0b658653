"""Sound on its way from the video to the recogniser, each kind its own type so that they cannot be swapped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from worker.video.video import Passage

SAMPLE_RATE = 16_000
"""Hertz; what CLOVA CSR asks for at least (docs/sources.md, CLOVA)."""

RATES = range(8_000, 192_001)
"""Samples a second that an upload may have; a header with any other rate is damaged or made to exhaust memory."""

SAMPLE_BYTES = 2
"""Signed 16-bit little-endian, one channel."""


class AudioFilter(StrEnum):
    """Setting `AUDIO_FILTER`: the specification's speech chain, an 80 Hz highpass, or nothing."""

    SPEECH = "speech"
    HIGHPASS = "highpass"
    NONE = "none"


class AudioQuality(StrEnum):
    """`meta.audio_quality`: requested filter ran / fell back / none or partial (docs/tasks/summary.md)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Beginning:
    """Decoding begins, or begins again, at the start of the video.

    `delay` is the filter's group delay in seconds: sample n from here was heard at n / 16000 - delay.
    """

    delay: float


@dataclass(frozen=True, slots=True)
class Recording:
    """The facts about a video's decoded sound.

    `samples` is the length of the PCM, `video_seconds` the media's declared length (decoded length if none or less is
    declared). `warnings` are sentences for `meta.warnings`; `partial` says that part of the declared audio was not
    decoded.
    """

    samples: int
    video_seconds: float
    quality: AudioQuality
    partial: bool = False
    warnings: tuple[str, ...] = ()
    passage: Passage = Passage.STREAM
    recalled: bool = False

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
    """One piece of audio for the speech recogniser, and when it was heard (seconds).

    `digest` is the SHA-256 of its PCM in hexadecimal digits. `load` reads the PCM from where it is kept, and
    `discard` deletes it there once it is not needed again. `pauses` are its silences, from and to (seconds).
    """

    digest: str
    start: float
    end: float
    load: Callable[[], bytes] = field(compare=False, repr=False)
    discard: Callable[[], object] = field(default=int, compare=False, repr=False)
    pauses: tuple[tuple[float, float], ...] = ()

    @classmethod
    def of(cls, pcm: bytes, start: float, end: float) -> SpeechClip:
        """A clip that is held in memory."""
        return cls(hashlib.sha256(pcm).hexdigest(), start, end, lambda: pcm)


Decoded = Beginning | bytes | SpeechClip | Recording
"""What decoding yields, piece by piece: headerless PCM (16 kHz, mono, s16le, on the video's clock), of any length.

A `SpeechClip` among the pieces is already cut. The last piece is the `Recording`.
"""
