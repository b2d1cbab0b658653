"""RF64 and BW64, which are WAVs with sizes of 64 bits, of writers that never knew these sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.source.riff import is_unsaid

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD_BYTES = 65_536
"""How far the chunks in front of the sound are looked at."""

_KINDS = frozenset({b"RF64", b"BW64"})
_FIRST, _NAMED = 12, 8


def open_end(head: bytes) -> bytearray | None:
    """Write the head of such a file as that of a WAV with an open end, which FFmpeg reads to its end.

    The sizes of the file itself are an empty sound to FFmpeg, or none, or one that is hours too long (measured).

    Args:
        head: the first `HEAD_BYTES` of a file, or all.

    Returns:
        The head, as long as before; None where it is another kind, or its size is known.
    """
    places = dict(_list_chunks(head)) if head[:4] in _KINDS else {}
    if not {b"ds64", b"data"} <= set(places):
        return None
    sizes, sound = places[b"ds64"], places[b"data"]
    if not is_unsaid(int.from_bytes(head[sizes + 16 : sizes + 24], "little")):
        return None
    opened = bytearray(head)
    opened[:_NAMED] = b"RIFF" + bytes(4)
    opened[sizes : sizes + 4] = b"JUNK"
    opened[sound + 4 : sound + _NAMED] = bytes(4)
    return opened


def _list_chunks(head: bytes) -> Iterator[tuple[bytes, int]]:
    """Name and place of each chunk, as far as the sound."""
    place = _FIRST
    while place + _NAMED <= len(head):
        name, size = head[place : place + 4], int.from_bytes(head[place + 4 : place + _NAMED], "little")
        yield name, place
        if name == b"data":
            return
        place += _NAMED + size + size % 2
