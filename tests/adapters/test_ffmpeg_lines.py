from __future__ import annotations

import re

import pytest

from worker.adapters.ffmpeg.process.lines import LineKeeper, LineSplitter, StopError


def test_lines_are_put_together_from_pieces() -> None:
    lines: list[bytes] = []
    splitter = LineSplitter(lines.append)

    for piece in (b"on", b"e\ntw", b"o\n\nthr", b"ee"):
        splitter.split(piece)

    assert lines == [b"one", b"two", b""]


def test_a_line_without_an_end_is_cut_short() -> None:
    lines: list[bytes] = []
    splitter = LineSplitter(lines.append)

    for _ in range(100):
        splitter.split(b"x" * 65_536)
    splitter.split(b"\n")

    assert len(lines[0]) < 5_000


def test_of_many_lines_the_last_are_kept() -> None:
    keeper = LineKeeper(re.compile(b"good"))

    for number in range(10_000):
        keeper.read(b"good %d" % number)
        keeper.read(b"bad %d" % number)

    assert (len(keeper.lines), keeper.lines[-1]) == (500, "good 9999")


def test_a_line_that_ends_the_reading_is_told() -> None:
    keeper = LineKeeper(re.compile(b"good"), re.compile(b"enough"))

    keeper.read(b"good enough")
    with pytest.raises(StopError):
        keeper.read(b"enough")
