"""RF64 and BW64 (WAVs with 64-bit sizes) from writers that never knew the sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.source.riff import is_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD_BYTES = 65_536
"""How far to read the chunks in front of the sound."""

_KINDS = frozenset({b"RF64", b"BW64"})
_FIRST, _NAMED = 12, 8


def unbound_length(head: bytes) -> bytearray | None:
    """Rewrite the header of such a file as that of a WAV of unknown length, which FFmpeg reads to its end.

    With the file's own sizes FFmpeg finds an empty sound, none, or one that is hours too long (measured).

    Args:
        head: the first `HEAD_BYTES` of a file, or all.

    Returns:
        The header, as long as before; None for another kind, or if the size is known.
    """
    places = dict(_list_chunks(head)) if head[:4] in _KINDS else {}
    if not {b"ds64", b"data"} <= set(places):
        return None
    sizes, sound = places[b"ds64"], places[b"data"]
    if not is_placeholder(int.from_bytes(head[sizes + 16 : sizes + 24], "little")):
        return None
    opened = bytearray(head)
    opened[:_NAMED] = b"RIFF" + bytes(4)
    opened[sizes : sizes + 4] = b"JUNK"
    opened[sound + 4 : sound + _NAMED] = bytes(4)
    return opened


def _list_chunks(head: bytes) -> Iterator[tuple[bytes, int]]:
    """Name and place of each chunk, up to the sound."""
    place = _FIRST
    while place + _NAMED <= len(head):
        name, size = head[place : place + 4], int.from_bytes(head[place + 4 : place + _NAMED], "little")
        yield name, place
        if name == b"data":
            return
        place += _NAMED + size + size % 2
