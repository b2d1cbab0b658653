"""MOVs whose edit lists say what is played of their tracks, and in which order (ISO/IEC 14496-12, section 8.6.6)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from tests.media.clips import container
from tests.media.store import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Edit = tuple[float, float | None]
"""How long something is played, and from where in the track, in seconds; None is a gap."""

REPEATED: tuple[Edit, ...] = ((10, 0), (10, 0))
TURNED: tuple[Edit, ...] = ((10, 10), (10, 0))
PARTED: tuple[Edit, ...] = ((10, 0), (5, None), (10, 10))

_MOVIE_SCALE = 48_000
"""Units of time a second that FFmpeg gives a movie with such sound."""

_ON_THE_WAY = frozenset({b"moov", b"trak", b"edts"})


def edited(*edits: Edit, kind: bytes = b"") -> Path:
    """The bursts with the same edits in both tracks, or in that of a kind; no sample moves: the index is at the end."""
    content = container("mov").read_bytes()
    return write("edited.mov", b"".join(_rewrite(content, edits, content, kind)))


def _rewrite(content: bytes, edits: tuple[Edit, ...], track: bytes, wanted: bytes) -> Iterator[bytes]:
    first = 0
    while first < len(content):
        length, kind = struct.unpack_from(">I4s", content, first)
        body = content[first + 8 : first + length]
        if kind in _ON_THE_WAY:
            body = b"".join(_rewrite(body, edits, body if kind == b"trak" else track, wanted))
        elif kind == b"elst" and b"mhlr" + wanted in track:
            body = b"".join(_write_list(body, edits, _scale_of(track)))
        yield struct.pack(">I4s", 8 + len(body), kind) + body
        first += length


def _write_list(body: bytes, edits: tuple[Edit, ...], scale: int) -> Iterator[bytes]:
    (lead_in,) = struct.unpack_from(">i", body, 12)
    yield struct.pack(">II", 0, len(edits))
    for seconds, place in edits:
        start = -1 if place is None else lead_in + round(place * scale)
        yield struct.pack(">IiI", round(seconds * _MOVIE_SCALE), start, 1 << 16)


def _scale_of(track: bytes) -> int:
    (scale,) = struct.unpack_from(">I", track, track.index(b"mdhd") + 16)
    return scale
