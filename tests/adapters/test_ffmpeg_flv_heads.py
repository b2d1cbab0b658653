"""Heads of FLV files in what flows past."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from worker.adapters.ffmpeg.source.flv_heads import FlvHeads

if TYPE_CHECKING:
    from collections.abc import Generator

HEAD = b"FLV\x01\x05\0\0\0\x09\0\0\0\0"
ONE = HEAD + b"\x08\0\0\x01" + bytes(7) + b"\xaf" + b"\0\0\0\x0c"


def flow(file: bytes, size: int) -> Generator[bytes]:
    for place in range(0, len(file), size):
        yield file[place : place + size]


@pytest.mark.parametrize("size", [1, 5, 12, 13, 14, len(ONE), len(ONE) + 1, len(ONE) + 12, 1_000])
@pytest.mark.parametrize(("file", "several"), [(ONE, False), (ONE + ONE, True), (ONE + HEAD, True)])
def test_a_second_head_is_found_wherever_the_pieces_end(file: bytes, size: int, *, several: bool) -> None:
    heads = FlvHeads()

    assert b"".join(heads.search(flow(file, size))) == file
    assert heads.several is several


@pytest.mark.parametrize("inside", [b"FLV", b"FLV\x01\x05\0\0\0\x09\0\0\0\x01", b"FLV\x02\x05\0\0\0\x09\0\0\0\0"])
def test_what_only_looks_like_a_head_is_none(inside: bytes) -> None:
    heads = FlvHeads()

    assert b"".join(heads.search(flow(ONE + inside + ONE[13:], 7)))
    assert not heads.several


def test_a_second_head_stays_found_in_a_later_run() -> None:
    heads = FlvHeads()

    for file in (ONE + ONE, ONE):
        assert b"".join(heads.search(flow(file, 1_000))) == file

    assert heads.several
