"""Boxes of MP4 and MOV files (ISO/IEC 14496-12, section 4.2), whose order tells whether a pipe will do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FIRST_KINDS = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot"})
"""The first boxes of such files."""

_MOST = 1_000
"""Most boxes to read at one level, each by a request to S3; only videos in fragments have more."""

_LONG = 1  # the length is in the eight bytes after the kind
_TO_THE_END = 0


class OddBoxError(Exception):
    """A box that contradicts itself, or implausibly many boxes."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its kind, and where it, its content and its successor begin."""

    kind: bytes
    first: int
    content: int
    last: int


def list_boxes(read: Callable[[int, int], bytes], first: int, last: int) -> Iterator[Box]:
    """List boxes one after another.

    Args:
        read: gives the bytes between two places, fewer at the end of the file.
        first: where the first box begins.
        last: where the last one should end; a box that declares a later end is given as declared.

    Raises:
        OddBoxError: there is no box here.
    """
    for _ in range(_MOST):
        if first >= last:
            return
        head = read(first, first + 16)
        length, content = int.from_bytes(head[:4], "big"), first + 8
        if length == _LONG:
            length, content = int.from_bytes(head[8:16], "big"), first + 16
        end = last if length == _TO_THE_END else first + length
        if len(head) < content - first or end < content:
            raise OddBoxError
        yield Box(head[4:8], first, content, end)
        first = end
    raise OddBoxError


def descend(read: Callable[[int, int], bytes], first: int, last: int, way: tuple[bytes, ...]) -> Iterator[Box]:
    """Every box at the end of a path of box kinds; other boxes are not opened, because they may nest without end.

    Raises:
        OddBoxError: a place on the path holds no box.
    """
    for box in list_boxes(read, first, last):
        if box.kind == way[0] and len(way) == 1:
            yield box
        elif box.kind == way[0]:
            yield from descend(read, box.content, min(box.last, last), way[1:])
