from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from local.report import tabulate
from local.times import Times

if TYPE_CHECKING:
    from local.joblog import Line


def line(stage: str, seconds: float, milliseconds: int = 0) -> Line:
    timestamp = f"2026-11-21T03:21:{seconds:06.3f}+00:00"
    return {"level": "INFO", "stage": stage, "timestamp": timestamp, "duration_ms": milliseconds}


@pytest.fixture
def times() -> Times:
    """Of a job whose speech recognition failed after five seconds, told in half a second."""
    times = Times()
    for one in (
        line("JOB_START", 1),
        line("FFMPEG_START", 1),
        line("FFMPEG_DONE", 3, 2000),
        line("STT_START", 3),
        line("CALLBACK_SUCCESS", 8.5, 500),
        line("JOB_FAILED", 8.5, 7500) | {"error_code": "STT_TIMEOUT"},
    ):
        times.read(one)
    return times


def test_a_stage_that_failed_has_its_time_before_the_callbacks(times: Times) -> None:
    assert list(times.milliseconds.items()) == [("FFMPEG", 2000), ("STT", 5000), ("CALLBACK", 500), ("JOB", 7500)]


def test_only_what_failed_is_said_to_have_failed(times: Times) -> None:
    assert times.failed == {"STT", "JOB"}


@pytest.mark.parametrize(
    ("code", "failed"),
    [
        ("FFMPEG_FAILED", {"FFMPEG"}),
        ("S3_DOWNLOAD_FAILED", {"DOWNLOAD"}),
        ("STT_TIMEOUT", {"DOWNLOAD", "FFMPEG"}),
        ("UNKNOWN_ERROR", {"DOWNLOAD", "FFMPEG"}),
    ],
)
def test_of_the_stages_that_were_running_the_error_code_names_the_one_that_failed(code: str, failed: set[str]) -> None:
    times = Times()
    for one in (
        line("DOWNLOAD_START", 1),
        line("FFMPEG_START", 1),
        line("CALLBACK_SUCCESS", 2, 500),
        line("JOB_FAILED", 2, 1000) | {"error_code": code},
    ):
        times.read(one)

    assert times.stopped == ["DOWNLOAD", "FFMPEG"]
    assert times.failed == failed | {"JOB"}


def test_a_stage_that_was_stopped_by_another_is_not_marked() -> None:
    times = Times()
    for one in (
        line("DOWNLOAD_START", 1),
        line("FFMPEG_START", 1),
        line("CALLBACK_SUCCESS", 2, 500),
        line("JOB_FAILED", 2, 1000) | {"error_code": "FFMPEG_FAILED"},
    ):
        times.read(one)
    console = Console(width=100)
    with console.capture() as captured:
        console.print(tabulate(times))

    (marked,) = [row for row in captured.get().splitlines() if "failed" in row]
    assert "(FFmpeg)" in marked


def test_a_line_about_no_stage_says_nothing() -> None:
    times = Times()

    times.read({"level": "INFO", "message": "record ignored"})

    assert times.milliseconds == {}


def test_the_table_marks_a_stage_that_failed(times: Times) -> None:
    console = Console(width=100)
    with console.capture() as captured:
        console.print(tabulate(times))

    (marked,) = [row.split() for row in captured.get().splitlines() if "failed" in row]
    assert marked[:6] == ["Speech", "to", "text", "(CLOVA)", "5.00", "s"]


def test_a_summary_that_needed_no_claude_took_no_time() -> None:
    times = Times()
    for one in (
        line("LLM_START", 1),
        line("LLM_DONE", 1, 1) | {"summary_length": 0},
        line("CALLBACK_SUCCESS", 2, 500),
        line("JOB_DONE", 2, 1000),
    ):
        times.read(one)

    assert list(times.milliseconds) == ["CALLBACK", "JOB"]
    assert times.stopped == []
