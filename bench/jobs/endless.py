"""A Matroska film of many hours and gigabytes that is never stored: a short one's clusters, again and again.

Each cluster comes back with its clock put forward and padded with a Void element, as if the pictures were larger.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SEGMENT, _CLUSTER, _TIMESTAMP, _VOID = 0x18538067, 0x1F43B675, 0xE7, b"\xec"
_CUES, _SEEK_HEAD = 0x1C53BB6B, 0x114D9B74
_DURATION = b"\x44\x89\x88"
"""The identifier, and the length of a double."""

_CLOCK_BYTES = 8


@dataclass(frozen=True)
class _Element:
    """One element of EBML: where it begins, its content, and where it ends."""

    kind: int
    first: int
    content: int
    last: int


class Endless:
    """A file to read from and seek in, described by JSON: `film` (a Matroska file), `seconds` and `bytes`."""

    def __init__(self, description: Path) -> None:
        told = json.loads(description.read_text())
        self._head, self._clusters, film_seconds = _take_apart(description.with_name(told["film"]).read_bytes())
        self._film_ms = round(film_seconds * 1000)
        rounds = round(told["seconds"] / film_seconds)
        self._head = _set_duration(self._head, rounds * film_seconds * 1000)
        self._padded = (told["bytes"] - len(self._head)) // (rounds * len(self._clusters))
        self._count = rounds * len(self._clusters)
        self._place = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def seek(self, place: int, whence: int = 0) -> int:
        """Go to a byte, or to the end."""
        size = len(self._head) + self._count * self._padded
        self._place = size if whence else place
        return self._place

    def read(self, size: int) -> bytes:
        """At most so many bytes, as far as the cluster goes."""
        first = self._place
        if first < len(self._head):
            piece = self._head[first : first + size]
        else:
            number, within = divmod(first - len(self._head), self._padded)
            piece = self._cluster(number, within, size)
        self._place += len(piece)
        return piece

    def _cluster(self, number: int, first: int, size: int) -> bytes:
        if number == self._count:
            return b""
        turn, which = divmod(number, len(self._clusters))
        clock, blocks = self._clusters[which]
        content = bytes([_TIMESTAMP, 0x80 | _CLOCK_BYTES]) + struct.pack(">Q", clock + turn * self._film_ms) + blocks
        cluster = struct.pack(">I", _CLUSTER) + _length(len(content)) + content
        padding = self._padded - len(cluster) - 9
        head = cluster + _VOID + _length(padding)
        if first >= len(head):
            return bytes(min(size, self._padded - first))
        return (head + bytes(max(0, min(padding, first + size - len(head)))))[first : first + size]


def _take_apart(film: bytes) -> tuple[bytes, list[tuple[int, bytes]], float]:
    """The head without what points to places, the clusters with their clocks in ms, and the length in seconds."""
    segment = next(one for one in _walk(film, 0, len(film)) if one.kind == _SEGMENT)
    inside = list(_walk(film, segment.content, segment.last))
    kept = b"".join(film[one.first : one.last] for one in inside if one.kind not in {_CLUSTER, _CUES, _SEEK_HEAD})
    head = film[: segment.first] + struct.pack(">I", _SEGMENT) + b"\x01" + b"\xff" * 7 + kept
    clusters: list[tuple[int, bytes]] = []
    for one in inside:
        if one.kind == _CLUSTER:
            clock = next(part for part in _walk(film, one.content, one.last) if part.kind == _TIMESTAMP)
            clusters.append((int.from_bytes(film[clock.content : clock.last]), film[clock.last : one.last]))
    place = head.index(_DURATION) + len(_DURATION)
    return head, clusters, struct.unpack(">d", head[place : place + 8])[0] / 1000


def _set_duration(head: bytes, milliseconds: float) -> bytes:
    place = head.index(_DURATION) + len(_DURATION)
    return head[:place] + struct.pack(">d", milliseconds) + head[place + 8 :]


def _walk(film: bytes, first: int, last: int) -> Iterator[_Element]:
    while first < last:
        kind_bytes = 9 - film[first].bit_length()
        size_at = first + kind_bytes
        size_bytes = 9 - film[size_at].bit_length()
        size = int.from_bytes(film[size_at : size_at + size_bytes]) & ((1 << 7 * size_bytes) - 1)
        content = size_at + size_bytes
        yield _Element(int.from_bytes(film[first:size_at]), first, content, content + size)
        first = content + size


def _length(size: int) -> bytes:
    """A size in eight bytes."""
    return struct.pack(">Q", 1 << 56 | size)
