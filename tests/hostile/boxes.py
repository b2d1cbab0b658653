"""Ways to damage one box of an MP4 (ISO 14496-12: a size of 32 bits, a type of 4 letters, then the body)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARENTS = frozenset(
    {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"mvex", b"moof", b"traf", b"udta"}
)
_HEAD = 8
_MOST = 0xFFFF_FFFF
_BODY_KEPT = 4096


@dataclass(frozen=True)
class Box:
    """Where a box stands, and which one of its type it is."""

    kind: str
    number: int
    start: int
    size: int


def find_boxes(content: bytes) -> list[Box]:
    """The first two boxes of each type, parents before their children."""
    found: list[Box] = []
    _walk(content, 0, len(content), found)
    return [box for box in found if box.number < 2]


def _walk(content: bytes, start: int, end: int, found: list[Box]) -> None:
    while start + _HEAD <= end:
        size, kind = int.from_bytes(content[start : start + 4]), content[start + 4 : start + _HEAD]
        if not _HEAD <= size <= end - start:
            return
        name = kind.decode("latin-1")
        number = sum(box.kind == name for box in found)
        found.append(Box(name, number, start, size))
        if kind in _PARENTS:
            _walk(content, start + _HEAD, start + size, found)
        start += size


def damage_box(content: bytes, box: Box) -> Iterator[tuple[str, bytes]]:
    """The file with each kind of damage done to one box."""
    name = f"box {box.kind} {box.number}"
    for size in (0, 1, 7, box.size - 1, box.size + 1, _MOST):
        yield f"{name}: size {size}", _overwrite(content, box.start, size.to_bytes(4))
    yield f"{name}: hidden", _overwrite(content, box.start + 4, b"free")
    if box.size >= _HEAD + 8:
        yield f"{name}: endless count", _overwrite(content, box.start + _HEAD + 4, _MOST.to_bytes(4))
    body = min(box.size - _HEAD, _BODY_KEPT)
    yield f"{name}: body of ones", _overwrite(content, box.start + _HEAD, b"\xff" * body)
    yield f"{name}: body of zeros", _overwrite(content, box.start + _HEAD, bytes(body))


def _overwrite(content: bytes, place: int, new: bytes) -> bytes:
    return content[:place] + new + content[place + len(new) :]
