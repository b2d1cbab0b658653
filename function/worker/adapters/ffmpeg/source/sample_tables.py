"""Where an MP4's index locates its samples: the tables `stco` and `co64` of each track, with absolute offsets."""

from __future__ import annotations

import sys
from array import array
from functools import partial
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.source.boxes import OddBoxError, descend

if TYPE_CHECKING:
    from worker.adapters.ffmpeg.source.boxes import Box

_WAY = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
"""The boxes that lead to a table."""

_TABLES = {b"stco": "I", b"co64": "Q"}

_BLOCK = 64 * 1024
"""Bytes of a table that are rewritten at once: a table may be most of the index, and the copies add up."""


def move_samples(index: bytes, samples: range) -> bytearray:
    """Rewrite an index that moves in front of its samples and shifts them by its own length.

    Args:
        index: the whole `moov` box.
        samples: where they are in the file now; offsets that point elsewhere are left alone.

    Returns:
        The index, as long as before.

    Raises:
        OddBoxError: its tables cannot be found or contradict themselves.
        OverflowError: a new offset exceeds the 32 bits of its table.
    """
    moved = bytearray(index)
    look = partial(_cut, moved)
    tables = [table for kind in _TABLES for table in descend(look, 0, len(moved), (*_WAY, kind))]
    if not tables:
        raise OddBoxError
    for table in tables:
        _move_table(moved, table, samples)
    return moved


def _cut(index: bytearray, first: int, last: int) -> bytes:
    return bytes(index[first:last])


def _move_table(index: bytearray, table: Box, samples: range) -> None:
    width = _TABLES[table.kind]
    first = table.content + 8
    last = first + int.from_bytes(index[first - 4 : first], "big") * array(width).itemsize
    if last > min(table.last, len(index)):
        raise OddBoxError
    for start in range(first, last, _BLOCK):
        block = slice(start, min(start + _BLOCK, last))
        places = _swap(array(width, bytes(index[block])))
        moved = array(width, (place + len(index) if place in samples else place for place in places))
        index[block] = _swap(moved).tobytes()


def _swap(places: array[int]) -> array[int]:
    """From the file's byte order (big-endian) to this machine's, or back."""
    if sys.byteorder == "little":
        places.byteswap()
    return places
