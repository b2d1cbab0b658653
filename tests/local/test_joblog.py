from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.joblog import JobLog

if TYPE_CHECKING:
    from pathlib import Path

LINE = '{"level": "INFO", "stage": "STT_START"}'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "function.log"
    path.write_text("")
    return path


def test_a_line_is_read_when_it_is_complete(path: Path) -> None:
    log = JobLog(path)

    path.write_text(LINE[:10])
    before = log.new_lines()
    path.write_text(LINE + "\n")

    assert (before, [line["stage"] for line in log.new_lines()]) == ([], ["STT_START"])


def test_a_line_is_read_once(path: Path) -> None:
    log = JobLog(path)
    path.write_text(LINE + "\n")

    assert (len(log.new_lines()), len(log.new_lines())) == (1, 0)


@pytest.mark.parametrize(
    "other",
    ["START RequestId: 1 Version: $LATEST", '{"_aws": {"Timestamp": 1}, "service": "clipscribe"}', "[1, 2]", "\xff"],
)
def test_what_is_not_the_functions_own_log_is_left_out(other: str, path: Path) -> None:
    path.write_bytes(other.encode("latin-1") + b"\n")

    assert JobLog(path).new_lines() == []
