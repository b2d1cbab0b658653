"""What CloudWatch shows of a job: the specification's lines, and no secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import a_job, s3_message
from worker.delivery import job_log, worker_log
from worker.jobs.errors import (
    CALLBACK_CLOSED,
    CALLBACK_REJECTED,
    FFMPEG_KILLED,
    LLM_MISCONFIGURED,
    NO_AUDIO,
    RESULT_UNAVAILABLE,
    STT_UNAVAILABLE,
    Condition,
    JobError,
)
from worker.telemetry.log import identify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import LogLines
    from tests.handler.stage import Stage

STAGES_OF_A_JOB = [
    "JOB_START",
    "DOWNLOAD_START",
    "FFMPEG_START",
    "STT_START",
    "DOWNLOAD_DONE",
    "FFMPEG_DONE",
    "STT_DONE",
    "LLM_START",
    "LLM_DONE",
    "CALLBACK_SUCCESS",
    "JOB_DONE",
]


def stages(log_lines: LogLines) -> list[str]:
    return [line["stage"] for line in log_lines.lines if "stage" in line]


def test_a_job_is_told_stage_by_stage(stage: Stage, log_lines: LogLines) -> None:
    stage.deliver(s3_message())

    assert stages(log_lines) == STAGES_OF_A_JOB


@pytest.mark.parametrize("error", [None, JobError(NO_AUDIO, "FFMPEG", "no audio."), ZeroDivisionError()])
@pytest.mark.parametrize("storing", [None, JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")])
def test_every_line_of_a_job_has_the_specified_fields(
    stage: Stage, log_lines: LogLines, error: Exception | None, storing: JobError | None
) -> None:
    stage.extractor.error, stage.results.error = error, storing

    stage.deliver(s3_message())

    assert len(log_lines.lines) >= 5
    for line in log_lines.lines:
        assert {"timestamp", "level", "job_id", "user_id", "s3_key", "stage", "duration_ms"} <= line.keys()


def test_the_done_lines_have_their_sizes(stage: Stage, log_lines: LogLines) -> None:
    stage.deliver(s3_message())

    by_stage = {line["stage"]: line for line in log_lines.lines}
    assert by_stage["DOWNLOAD_DONE"]["video_bytes"] == 5
    assert by_stage["FFMPEG_DONE"]["audio_bytes"] == len(stage.extractor.pcm)
    assert by_stage["LLM_DONE"]["model"] == "claude-haiku-5-5"
    assert by_stage["LLM_DONE"]["summary_length"] == len("요약입니다.")


def test_an_attempt_that_is_given_back_is_a_retry_and_not_a_failure(stage: Stage, log_lines: LogLines) -> None:
    stage.recogniser.error = JobError(STT_UNAVAILABLE, "STT", "CLOVA answered 503.")

    stage.deliver(s3_message())

    last = log_lines.lines[-1]
    assert (last["stage"], last["level"], last["error_code"], last["reason"]) == (
        "JOB_RETRY",
        "WARNING",
        "STT_BAD_RESPONSE",
        "stt_unavailable",
    )


def test_a_final_failure_is_logged_as_one(stage: Stage, log_lines: LogLines) -> None:
    stage.extractor.error = JobError(NO_AUDIO, "FFMPEG", "no audio track.")

    stage.deliver(s3_message())

    last = log_lines.lines[-1]
    assert (last["stage"], last["level"], last["error_code"]) == ("JOB_FAILED", "ERROR", "FFMPEG_FAILED")


def test_a_configuration_failure_names_the_setting(stage: Stage, log_lines: LogLines) -> None:
    stage.model.error = JobError(LLM_MISCONFIGURED, "LLM", "unknown model.", setting="CLAUDE_MODEL")

    stage.deliver(s3_message())

    assert log_lines.lines[-1]["setting"] == "CLAUDE_MODEL"


def test_a_refused_callback_is_logged_with_its_reason(stage: Stage, log_lines: LogLines) -> None:
    stage.backend.errors = [JobError(CALLBACK_REJECTED, "CALLBACK", "the backend answered 422.")]

    stage.deliver(s3_message())

    assert stages(log_lines)[-2:] == ["CALLBACK_FAILED", "JOB_UNTOLD"]


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        (CALLBACK_REJECTED, "the callback was refused and the sweep sends it again"),
        (CALLBACK_CLOSED, "the callback was refused for good and is not sent again"),
    ],
)
def test_a_refused_outcome_is_logged_with_who_tells_it_from_now_on(
    stage: Stage, log_lines: LogLines, condition: Condition, says: str
) -> None:
    stage.backend.errors = [JobError(condition, "CALLBACK", "the backend refuses.")]

    stage.deliver(s3_message())

    assert (log_lines.lines[-1]["stage"], log_lines.lines[-1]["message"]) == ("JOB_UNTOLD", says)


def test_the_transcript_and_the_summary_are_not_in_the_log(
    stage: Stage, log_lines: LogLines, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.deliver(s3_message())

    seen = log_lines.text + capsys.readouterr().out
    assert "LLM_DONE" in seen
    assert "JobDone" in seen
    assert [canary for canary in (stage.recogniser.text, "요약입니다.") if canary in seen] == []


def test_a_jobs_identity_is_not_on_the_lines_of_the_next_record(stage: Stage, log_lines: LogLines) -> None:
    stage.deliver(s3_message(), {"Event": "s3:TestEvent"})

    [ignored] = [line for line in log_lines.lines if line["message"] == "record ignored"]
    assert "job_id" not in ignored


@pytest.fixture
def broken_off_job() -> Iterator[None]:
    """A job that nobody has taken off the log lines."""
    with identify(a_job()):
        yield


@pytest.mark.usefixtures("broken_off_job")
def test_a_job_that_was_broken_off_is_not_on_the_lines_of_the_next_invocation(
    stage: Stage, log_lines: LogLines
) -> None:
    stage.deliver({"Event": "s3:TestEvent"})

    [ignored] = [line for line in log_lines.lines if line["message"] == "record ignored"]
    assert not {"job_id", "user_id", "s3_key"} & ignored.keys()


@pytest.mark.parametrize("error", [None, JobError(NO_AUDIO, ""), JobError(FFMPEG_KILLED, ""), ZeroDivisionError()])
def test_the_location_of_a_line_is_the_work_and_not_the_function_that_words_it(
    stage: Stage, log_lines: LogLines, error: Exception | None
) -> None:
    stage.extractor.error = error
    stage.deliver(s3_message())

    places = {line["location"].partition(":")[0] for line in log_lines.lines}
    assert not places & {"wrapped", "__init__", "__enter__", "__exit__", *vars(job_log), *vars(worker_log)}
