"""Decoded audio, counted on its way."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, TypeVar

from worker.adapters.ffmpeg.integrity import GRACE_SECONDS
from worker.jobs.errors import VIDEO_TOO_LONG, JobError
from worker.speech.audio import SAMPLE_BYTES, SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Generator

T = TypeVar("T")


def count_samples(run: Generator[bytes, None, T], max_seconds: float) -> Generator[bytes, None, tuple[T, int]]:
    """Pass PCM on and count it: a container may declare a minute and hold a day.

    Args:
        run: gives the pieces.
        max_seconds: length of the longest video that is accepted.

    Returns:
        What the run returned, and the number of samples.

    Raises:
        JobError: FFMPEG_FAILED, the audio is longer than a video may be; the run is ended.
    """
    size = 0
    with closing(run):
        while True:
            try:
                piece = next(run)
            except StopIteration as end:
                return end.value, size // SAMPLE_BYTES
            size += len(piece)
            if size > (max_seconds + GRACE_SECONDS) * SAMPLE_RATE * SAMPLE_BYTES:
                raise JobError(VIDEO_TOO_LONG, "FFMPEG", f"the video is longer than {max_seconds:.0f} s.")
            yield piece
