"""Moves the index of MP4 and MOV files from the end, as cameras write it, to the front: a pipe cannot seek back.

In front of the samples, it shifts them by its own length, so its tables are rewritten (`sample_tables`). The decoded
sound is bit for bit the file's.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.source.boxes import FIRST_KINDS, Box, OddBoxError, list_boxes
from worker.adapters.ffmpeg.source.edit_lists import needs_a_file
from worker.adapters.ffmpeg.source.sample_tables import move_samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.video.video import Video

MOST_INDEX_BYTES = 64 * 1024**2
"""Six hours at 60 pictures per second take about 50 MB; an hour takes 4 MB (measured)."""

_SAMPLES = frozenset({b"mdat", b"moof"})

Piece = bytearray | range
"""What a pipe gets next: our own bytes, or a range of the video's."""


def begins_with_box(video: Video) -> bool:
    """Whether a video looks like an MP4 or MOV."""
    return read(video, 4, 8) in FIRST_KINDS


def order_for_a_pipe(video: Video, kind: bytes) -> tuple[Piece, ...] | None:
    """Order the bytes of a video so that FFmpeg can read them without seeking back.

    Args:
        video: any file.
        kind: of the tracks that are wanted, from `edit_lists`.

    Returns:
        The pieces, a single one unless the video is an MP4 or MOV; None if only a file will do.
    """
    if not begins_with_box(video):
        return (range(video.size),)
    look = partial(read, video)
    try:
        samples, index = _find_index(list_boxes(look, 0, video.size))
        if needs_a_file(look, index, kind):
            return None
        if index.first < samples.first:
            return (range(video.size),)
        if index.last - index.first > MOST_INDEX_BYTES or index.last > video.size:
            return None
        places = range(samples.first, index.first)
        moved = move_samples(read(video, index.first, index.last), places)
    except (OddBoxError, OverflowError):
        return None
    return (range(samples.first), moved, places, range(index.last, video.size))


def read(video: Video, first: int, last: int) -> bytes:
    """A few bytes of a video, fewer at its end."""
    return b"".join(video.stream(first, min(last, video.size)))


def _find_index(boxes: Iterator[Box]) -> tuple[Box, Box]:
    """The first box of samples (or of a fragment's index), and the file's index."""
    samples = index = None
    for box in boxes:
        if box.kind == b"moov":
            index = index or box
        elif box.kind in _SAMPLES:
            samples = samples or box
        if samples and index:
            return samples, index
    raise OddBoxError
