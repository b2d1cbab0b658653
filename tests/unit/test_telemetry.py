from __future__ import annotations

import io
import json
import logging
from contextlib import redirect_stdout
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import a_job
from worker.telemetry.log import choose_level, identify, logger, quiet_libraries
from worker.telemetry.metrics import NAMESPACE, count
from worker.telemetry.stages import note, stage

if TYPE_CHECKING:
    from tests.conftest import LogLines


def printed_metrics(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]


def test_a_stage_logs_its_start_and_its_end(log_lines: LogLines) -> None:
    stage("DOWNLOAD")(lambda: None)()

    first, last = log_lines.lines
    assert (first["stage"], first["duration_ms"]) == ("DOWNLOAD_START", 0)
    assert last["stage"] == "DOWNLOAD_DONE"
    assert last["duration_ms"] >= 0


def test_what_a_stage_notes_stands_on_its_done_line(log_lines: LogLines) -> None:
    stage("DOWNLOAD")(lambda: note(video_bytes=7))()

    assert [line.get("video_bytes") for line in log_lines.lines] == [None, 7]


def test_a_stage_that_fails_is_not_done(log_lines: LogLines) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stage("STT")(fail)()

    assert [line["stage"] for line in log_lines.lines] == ["STT_START"]


def test_a_stage_that_fails_is_counted_all_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stage("STT")(fail)()

    [metric] = printed_metrics(capsys)
    assert metric["stage"] == "STT"
    assert metric["StageDuration"][0] >= 0
    assert metric["_aws"]["CloudWatchMetrics"][0]["Namespace"] == NAMESPACE


def test_every_line_of_a_job_says_whose_it_is(log_lines: LogLines) -> None:
    with identify(a_job()):
        stage("LLM")(lambda: None)()
    logger.info("afterwards")

    *of_the_job, afterwards = log_lines.lines
    for line in of_the_job:
        assert (line["job_id"], line["user_id"], line["s3_key"]) == ("987654321", "123", "videos/123/987654321.mp4")
    assert "job_id" not in afterwards


def test_times_are_utc_and_rfc_3339(log_lines: LogLines) -> None:
    logger.info("now")

    [line] = log_lines.lines
    assert line["timestamp"].endswith("+00:00")
    assert line["timestamp"][10] == "T"


def test_a_jobs_metrics_are_printed_when_it_ends_and_not_later(capsys: pytest.CaptureFixture[str]) -> None:
    with identify(a_job()):
        count("JobDone")

    [metric] = printed_metrics(capsys)
    assert metric["JobDone"] == [1.0]
    assert metric["service"] == "clipscribe"


def test_libraries_stay_quiet_at_debug() -> None:
    quiet_libraries()

    assert not logging.getLogger("anthropic").isEnabledFor(logging.DEBUG)
    assert not logging.getLogger("botocore.endpoint").isEnabledFor(logging.DEBUG)


@pytest.mark.parametrize(
    ("environ", "level"),
    [
        ({}, "INFO"),
        ({"LOG_LEVEL": ""}, "INFO"),
        ({"LOG_LEVEL": "debug"}, "DEBUG"),
        ({"LOG_LEVEL": "WARN"}, "WARNING"),
        ({"LOG_LEVEL": " Error\n"}, "ERROR"),
        ({"LOG_LEVEL": "LOUD"}, "INFO"),
        ({"LOG_LEVEL": "ERROR", "POWERTOOLS_LOG_LEVEL": "debug"}, "DEBUG"),
    ],
)
def test_the_log_level_is_what_the_environment_means(environ: dict[str, str], level: str) -> None:
    assert choose_level(environ) == level


class CountingOutput(io.StringIO):
    """Counts while a count is printed, as a generator does that the garbage collector ends just then."""

    def write(self, text: str) -> int:
        if not self.tell():
            super().write("\n")
            count("Inner")
        return super().write(text)


def test_a_count_that_interrupts_another_one_does_not_wait_for_it() -> None:
    output = CountingOutput()
    with redirect_stdout(output):
        counting = Thread(target=count, args=("Outer",), daemon=True)
        counting.start()
        counting.join(5)

    assert ("Inner" in output.getvalue(), "Outer" in output.getvalue()) == (True, True)
