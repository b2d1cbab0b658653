"""How many bytes of sound a WAV, RF64, W64 or CAF declares, and how many bytes in all an AVI declares.

FFmpeg reports no length of these in a pipe, and silently shortens that of a cut one in a file (measured on 9.0.2), so
a cut would pass for the end. The same holds for an RF64 that counts no samples. FFmpeg does report it for AIFF and AU.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from worker.adapters.ffmpeg.integrity import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD_BYTES = 4096
_MOST_CHUNKS = 64

_PLACEHOLDERS = (range(0x7FFF_0000, 0x8001_0000), range(0xFFFF_0000, 0x1_0000_0000), range(1 << 62, 1 << 64))
"""What writers that cannot seek back put in place of the size: about the largest number that fits."""

_ROUND = 100_000_000
"""Or zero, or a billion frames (docs/sources.md, FFmpeg); one real size in 25 million is as round."""


@dataclass(frozen=True, slots=True)
class _Chunks:
    """Where the first chunk begins, how many bytes its name and its size have, and to which multiple it is padded.

    `counted` is how many bytes of the chunk's own header its size includes.
    """

    first: int
    name: int = 4
    size: int = 4
    order: Literal["little", "big"] = "little"
    counted: int = 0
    step: int = 2


_KINDS = {
    b"RIFF": _Chunks(12),
    b"RF64": _Chunks(12),
    b"BW64": _Chunks(12),
    b"RIFX": _Chunks(12, order="big"),
    b"riff": _Chunks(40, name=16, size=8, counted=24, step=8),  # W64
    b"caff": _Chunks(8, size=8, order="big", step=1),
}


def find_cut(read: Callable[[int, int], bytes], size: int) -> str | None:
    """Report if a file holds less than its own header declares; None for a file that declares nothing.

    Args:
        read: gives the bytes of the file from one place up to another, fewer at its end.
        size: bytes of the file.
    """
    head = read(0, _HEAD_BYTES)
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return _compare(int.from_bytes(head[4:8], "little"), size - 8)
    chunks = _KINDS.get(head[:4])
    if chunks is None:
        return None
    # Most reads are at the beginning, and each read of an upload is a request.
    first, declared = _find_sound(lambda at, to: head[at:to] if to <= len(head) else read(at, to), chunks, size)
    return _compare(declared, size - first)


def is_placeholder(declared: int) -> bool:
    """Whether a size is a placeholder of a writer that does not know it."""
    return declared % _ROUND == 0 or any(declared in sizes for sizes in _PLACEHOLDERS)


def describe_cut(held: int, declared: int) -> str:
    """The sentence about a file that is cut off."""
    return f"Only {held} of {declared} bytes of the file are there."


def _compare(declared: int, held: int) -> str | None:
    return None if is_placeholder(declared) or held >= ENOUGH * declared else describe_cut(held, declared)


def _find_sound(read: Callable[[int, int], bytes], chunks: _Chunks, size: int) -> tuple[int, int]:
    """Where the sound begins, and its declared size; zeros without sound."""
    at, large = chunks.first, None
    for _ in range(_MOST_CHUNKS):
        inside = at + chunks.name + chunks.size
        if inside > size:
            break
        head = read(at, inside)
        declared = int.from_bytes(head[chunks.name :], chunks.order)
        if head[:4] == b"data":
            return inside - chunks.counted, declared if large is None else large
        if head[:4] == b"ds64":
            large = int.from_bytes(read(inside + 8, inside + 16), "little")
        length = max(declared - chunks.counted, 0)
        at = inside + length + -length % chunks.step
    return 0, 0
