"""Decoded audio on its way into a file."""

from __future__ import annotations

from typing import BinaryIO

from worker.domain.errors import Condition, failure
from worker.domain.media import SAMPLE_BYTES, SAMPLE_RATE

GRACE_SECONDS = 1.0
"""How far a video may exceed the limit: encoders pad, and a video of 60 s declares 60.02."""


class PcmWriter:
    """Passes pieces on to a file and counts them: a container may declare a minute and hold a day."""

    def __init__(self, out: BinaryIO, max_seconds: float) -> None:
        self._out = out
        self._max_seconds = max_seconds
        self.size = 0

    def take(self, piece: bytes) -> None:
        """Write a piece.

        Raises:
            ExtractionError: the audio is longer than a video may be.
        """
        self.size += len(piece)
        if self.size > (self._max_seconds + GRACE_SECONDS) * SAMPLE_RATE * SAMPLE_BYTES:
            raise failure(Condition.VIDEO_TOO_LONG, f"FFMPEG: the video is longer than {self._max_seconds:.0f} s.")
        self._out.write(piece)
