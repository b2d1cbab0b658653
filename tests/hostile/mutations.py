"""Ways to damage any file. Each takes the intact bytes and a seeded source of chance."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Mutation = Callable[[bytes, Random], bytes]

_HEADER = 256
_STEPS = 16


def mutations() -> Iterator[tuple[str, Mutation]]:
    """Name and function of each, 95 in all."""
    for step in range(_STEPS):
        yield f"cut to {step}/{_STEPS}", partial(_keep_share, share=step / _STEPS)
    for size in (1, 2, 16, 188, 1000):
        yield f"last {size} bytes gone", partial(_drop_tail, size=size)
    for bits in (1, 2, 4, 8, 16, 32, 64, 256):
        for turn in range(3):
            yield f"{bits} bits flipped, {turn}", partial(_flip_bits, bits=bits)
    for turn in range(24):
        yield f"header byte edited, {turn}", _edit_header
    for size in (16, 256, 1024, 8192):
        for turn in range(2):
            yield f"{size} bytes zeroed, {turn}", partial(_zero_range, size=size)
    for size in (1, 64, 4096):
        yield f"{size} bytes of garbage first", partial(_put_garbage_first, size=size)
        yield f"{size} bytes of garbage last", partial(_put_garbage_last, size=size)
    for turn in range(4):
        yield f"middle dropped, {turn}", _drop_middle
        yield f"middle doubled, {turn}", _double_middle
    yield "twice in a row", lambda content, _: content * 2
    yield "second half first", lambda content, _: content[len(content) // 2 :] + content[: len(content) // 2]
    yield "backwards", lambda content, _: content[::-1]
    yield "all bits inverted", lambda content, _: bytes(byte ^ 0xFF for byte in content)


def _keep_share(content: bytes, _: Random, share: float) -> bytes:
    return content[: round(len(content) * share)]


def _drop_tail(content: bytes, _: Random, size: int) -> bytes:
    return content[:-size]


def _flip_bits(content: bytes, chance: Random, bits: int) -> bytes:
    changed = bytearray(content)
    for _ in range(bits):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _edit_header(content: bytes, chance: Random) -> bytes:
    changed = bytearray(content)
    changed[chance.randrange(_HEADER)] = chance.choice((0x00, 0x01, 0x7F, 0x80, 0xFF))
    return bytes(changed)


def _zero_range(content: bytes, chance: Random, size: int) -> bytes:
    start = chance.randrange(max(1, len(content) - size))
    return content[:start] + bytes(size) + content[start + size :]


def _put_garbage_first(content: bytes, chance: Random, size: int) -> bytes:
    return chance.randbytes(size) + content


def _put_garbage_last(content: bytes, chance: Random, size: int) -> bytes:
    return content + chance.randbytes(size)


def _some_middle(content: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randrange(len(content) // 4, len(content) // 2)
    return start, start + chance.randrange(100, len(content) // 4)


def _drop_middle(content: bytes, chance: Random) -> bytes:
    start, end = _some_middle(content, chance)
    return content[:start] + content[end:]


def _double_middle(content: bytes, chance: Random) -> bytes:
    start, end = _some_middle(content, chance)
    return content[:end] + content[start:]
