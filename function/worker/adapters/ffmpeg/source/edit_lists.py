"""Which parts of each track an MP4's index plays, and in which order (ISO/IEC 14496-12, section 8.6.6)."""

from __future__ import annotations

import struct
from itertools import dropwhile
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.source.boxes import OddBoxError, descend

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.adapters.ffmpeg.source.boxes import Box

SOUND, PICTURES = b"soun", b"vide"
"""Kinds of tracks, as named by their handlers (section 8.4.3)."""

_TRACK, _HANDLER, _LIST = (b"moov", b"trak"), (b"mdia", b"hdlr"), (b"edts", b"elst")
_ENTRIES = (">IiI", ">QqI")
"""Length, place in the track and rate of an edit, by the version of the list."""

_GAP = -1
_MOST = 1_000
"""Most edits of a list to read; the second one decides."""


def needs_a_file(read: Callable[[int, int], bytes], index: Box, kind: bytes) -> bool:
    """Whether a track of a kind is played in several pieces, for which FFmpeg has to seek back in the file.

    Through a pipe it gives only the first piece. A gap before that is a late start, which is fine (measured).

    Args:
        read: gives the bytes between two places.
        index: the `moov` box.
        kind: of the tracks that are wanted.
    """
    try:
        tracks = [box for box in descend(read, index.first, index.last, _TRACK) if _is_of(kind, read, box)]
        lists = [edits for box in tracks for edits in descend(read, box.content, box.last, _LIST)]
    except OddBoxError:
        return False
    return any(_is_in_pieces(_read_places(read, edits)) for edits in lists)


def _is_of(kind: bytes, read: Callable[[int, int], bytes], track: Box) -> bool:
    handlers = descend(read, track.content, track.last, _HANDLER)
    return any(read(box.content + 8, box.content + 12) == kind for box in handlers)


def _is_in_pieces(places: list[int]) -> bool:
    return len(list(dropwhile(_GAP.__eq__, places))) > 1


def _read_places(read: Callable[[int, int], bytes], edits: Box) -> list[int]:
    head = read(edits.content, edits.content + 8)
    entry = struct.Struct(_ENTRIES[head[:1] == b"\x01"])
    first = edits.content + len(head)
    number = min(int.from_bytes(head[4:], "big"), _MOST)
    content = read(first, min(first + number * entry.size, edits.last))
    return [place for _, place, _ in entry.iter_unpack(content[: len(content) // entry.size * entry.size])]
