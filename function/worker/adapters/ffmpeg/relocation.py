"""MP4 and MOV files whose index stands at the end, as cameras write them: the index first, for a pipe cannot go back.

The index (`moov`) holds the places of all samples in the file. Put in front of the samples, it moves them by its own
length, so that its tables (`stco`, `co64`) are rewritten. The decoded sound is the file's, bit by bit.
"""

from __future__ import annotations

import sys
from array import array
from functools import partial
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.boxes import FIRST_KINDS, Box, OddBoxError, list_boxes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from worker.domain.media import Video

MOST_INDEX_BYTES = 64 * 1024**2
"""Six hours at 60 pictures a second take about 50 MB; an hour takes 4 MB (measured)."""

_SAMPLES = frozenset({b"mdat", b"moof"})
_INNER = frozenset({b"trak", b"mdia", b"minf", b"stbl"})
_TABLES = {b"stco": "I", b"co64": "Q"}

Piece = bytes | range
"""What a pipe gets next: bytes of ours, or a range of the video's."""


def begins_with_box(video: Video) -> bool:
    """Whether a video looks like an MP4 or MOV."""
    return read(video, 4, 8) in FIRST_KINDS


def order_for_a_pipe(video: Video) -> tuple[Piece, ...] | None:
    """Say in which order FFmpeg can read a video without going back.

    Args:
        video: any file.

    Returns:
        The pieces, of which every file but an MP4 or MOV is one; None where only a file will do.

    Raises:
        DownloadError: the video cannot be read.
    """
    if not begins_with_box(video):
        return (range(video.size),)
    try:
        samples, index = _find_index(list_boxes(partial(read, video), 0, video.size))
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
    """A few bytes of a video, fewer at its end.

    Raises:
        DownloadError: the video cannot be read.
    """
    return b"".join(video.stream(first, min(last, video.size)))


def _find_index(boxes: Iterator[Box]) -> tuple[Box, Box]:
    """The first box of samples (or of a fragment's index), and the index of all."""
    samples = index = None
    for box in boxes:
        if box.kind == b"moov":
            index = index or box
        elif box.kind in _SAMPLES:
            samples = samples or box
        if samples and index:
            return samples, index
    raise OddBoxError


def move_samples(index: bytes, samples: range) -> bytes:
    """Rewrite an index for samples that stand behind it by its own length.

    Args:
        index: the whole `moov` box.
        samples: where they stand in the file now; what points elsewhere is left alone.

    Returns:
        The index, as long as before.

    Raises:
        OddBoxError: its tables cannot be found or contradict themselves.
        OverflowError: a place is beyond the 32 bits of its table then.
    """
    moved = bytearray(index)
    tables = list(_list_tables(lambda first, last: bytes(moved[first:last]), 0, len(moved)))
    if not tables:
        raise OddBoxError
    for table in tables:
        _move_table(moved, table, samples)
    return bytes(moved)


def _move_table(index: bytearray, table: Box, samples: range) -> None:
    width = _TABLES[table.kind]
    first = table.content + 8
    last = first + int.from_bytes(index[first - 4 : first], "big") * array(width).itemsize
    if last > min(table.last, len(index)):
        raise OddBoxError
    places = _swap(array(width, bytes(index[first:last])))
    moved = array(width, (place + len(index) if place in samples else place for place in places))
    index[first:last] = _swap(moved).tobytes()


def _swap(places: array[int]) -> array[int]:
    """From the file's byte order (big-endian) to this machine's, or back."""
    if sys.byteorder == "little":
        places.byteswap()
    return places


def _list_tables(read: Callable[[int, int], bytes], first: int, last: int) -> Iterator[Box]:
    for box in list_boxes(read, first, last):
        if box.kind in _TABLES:
            yield box
        elif box.kind in _INNER or box.first == 0:
            yield from _list_tables(read, box.content, min(box.last, last))
