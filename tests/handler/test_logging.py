"""What CloudWatch shows of a job: the specification's lines, and no secret."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import a_job, s3_message, s3_record
from tests.handler.stage import MAX_RECEIVES, Stage
from worker import journal, notices
from worker.domain.errors import Condition, JobError, failure
from worker.domain.summaries import ModelUsage
from worker.observability import watch_job

if TYPE_CHECKING:
    from tests.conftest import LogLines

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


def metrics(capsys: pytest.CaptureFixture[str]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for line in capsys.readouterr().out.splitlines():
        record: dict[str, Any] = json.loads(line)
        for name in [metric["Name"] for one in record["_aws"]["CloudWatchMetrics"] for metric in one["Metrics"]]:
            found.setdefault(name, []).extend(record[name])
    return found


def test_a_job_is_told_stage_by_stage(stage: Stage, log_lines: LogLines) -> None:
    stage.deliver(s3_message())

    assert stages(log_lines) == STAGES_OF_A_JOB


@pytest.mark.parametrize("error", [None, failure(Condition.NO_AUDIO, "FFMPEG: no audio."), ZeroDivisionError()])
@pytest.mark.parametrize("storing", [None, failure(Condition.RESULT_UNAVAILABLE, "RESULT: S3 answered 503.")])
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
    stage.recogniser.error = failure(Condition.STT_UNAVAILABLE, "STT: CLOVA answered 503.")

    stage.deliver(s3_message())

    last = log_lines.lines[-1]
    assert (last["stage"], last["level"], last["error_code"], last["reason"]) == (
        "JOB_RETRY",
        "WARNING",
        "STT_BAD_RESPONSE",
        "stt_unavailable",
    )


def test_a_final_failure_is_logged_as_one(stage: Stage, log_lines: LogLines) -> None:
    stage.extractor.error = failure(Condition.NO_AUDIO, "FFMPEG: no audio track.")

    stage.deliver(s3_message())

    last = log_lines.lines[-1]
    assert (last["stage"], last["level"], last["error_code"]) == ("JOB_FAILED", "ERROR", "FFMPEG_FAILED")


def test_a_configuration_failure_names_the_setting(stage: Stage, log_lines: LogLines) -> None:
    stage.model.error = failure(Condition.LLM_MISCONFIGURED, "LLM: unknown model.", setting="CLAUDE_MODEL")

    stage.deliver(s3_message())

    assert log_lines.lines[-1]["setting"] == "CLAUDE_MODEL"


def test_a_refused_callback_is_logged_with_its_reason(stage: Stage, log_lines: LogLines) -> None:
    stage.backend.errors = [failure(Condition.CALLBACK_REJECTED, "CALLBACK: the backend answered 422.")]

    stage.deliver(s3_message())

    assert stages(log_lines)[-2:] == ["CALLBACK_FAILED", "JOB_UNTOLD"]


def test_the_transcript_and_the_summary_are_not_in_the_log(
    stage: Stage, log_lines: LogLines, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.deliver(s3_message())

    seen = log_lines.text + capsys.readouterr().out
    assert "LLM_DONE" in seen
    assert "JobDone" in seen
    assert [canary for canary in (stage.recogniser.text, "요약입니다.") if canary in seen] == []


def test_a_finished_job_counts_what_the_dashboard_shows(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    stage.deliver(s3_message())

    counted = metrics(capsys)
    assert counted["JobStarted"] == counted["JobAttempt"] == counted["JobDone"] == [1]
    assert counted["VideoBytes"] == [5]
    assert counted["AudioBytes"] == [len(stage.extractor.pcm)]
    assert counted["BilledSttSeconds"] == [15]
    assert counted["SttCostKrw"] == [4]
    assert (counted["InputTokens"], counted["OutputTokens"]) == ([200], [40])
    assert len(counted["StageDuration"]) == 5
    assert len(counted["JobDuration"]) == 1


def test_a_second_attempt_is_counted_apart(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    stage.deliver(s3_message(), receive=2)

    counted = metrics(capsys)
    assert counted["JobAttempt"] == [1]
    assert "JobStarted" not in counted


def test_a_job_given_back_is_counted_as_that(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    stage.recogniser.error = failure(Condition.STT_MISCONFIGURED, "STT: 401.", setting="CLOVA_API_KEY")

    stage.deliver(s3_message())

    counted = metrics(capsys)
    assert counted["JobGivenBack"] == counted["ConfigurationFailed"] == [1]
    assert "JobFailed" not in counted


def test_a_failed_job_is_counted_by_its_code(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    stage.recogniser.error = failure(Condition.STT_UNAVAILABLE, "STT: 503.")

    stage.deliver(s3_message(), receive=MAX_RECEIVES)

    counted = metrics(capsys)
    assert counted["JobFailed"] == counted["JobFailedByCode"] == [1]


def test_a_message_nobody_can_be_told_about_is_counted_once(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    for receive in range(1, MAX_RECEIVES + 1):
        stage.deliver("not json", receive=receive)

    assert metrics(capsys)["DeadLettered"] == [1]


def test_a_job_told_failed_on_its_last_receive_is_a_dead_letter(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.recogniser.error = failure(Condition.STT_MISCONFIGURED, "STT: 401.", setting="CLOVA_API_KEY")

    stage.deliver(s3_message(), receive=MAX_RECEIVES)

    counted = metrics(capsys)
    assert counted["DeadLettered"] == counted["ConfigurationFailed"] == [1]


def test_an_outcome_nobody_accepted_on_the_last_receive_is_a_dead_letter(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.backend.errors = [failure(Condition.CALLBACK_UNREACHABLE, "CALLBACK: no answer.")]

    stage.deliver(s3_message(), receive=MAX_RECEIVES)

    assert metrics(capsys)["DeadLettered"] == [1]


def test_what_a_failed_job_cost_is_counted(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    refused = failure(Condition.LLM_REFUSED, "LLM: refused.")
    refused.usage = ModelUsage(500, 3)
    stage.model.error = refused

    stage.deliver(s3_message())

    counted = metrics(capsys)
    assert (counted["InputTokens"], counted["OutputTokens"], counted["BilledSttSeconds"]) == ([500], [3], [15])


def test_what_a_failed_recognition_cost_is_counted(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    silent = failure(Condition.STT_NO_ANSWER, "STT: no answer.")
    silent.billed_seconds = 60
    stage.recogniser.error = silent

    stage.deliver(s3_message())

    assert metrics(capsys)["BilledSttSeconds"] == [60]


def test_a_jobs_identity_is_not_on_the_lines_of_the_next_record(stage: Stage, log_lines: LogLines) -> None:
    stage.deliver(s3_message(), {"Event": "s3:TestEvent"})

    [ignored] = [line for line in log_lines.lines if line["message"] == "record ignored"]
    assert "job_id" not in ignored


def test_a_job_that_was_broken_off_is_not_on_the_lines_of_the_next_invocation(
    stage: Stage, log_lines: LogLines
) -> None:
    watch_job(a_job())

    stage.deliver({"Event": "s3:TestEvent"})

    [ignored] = [line for line in log_lines.lines if line["message"] == "record ignored"]
    assert not {"job_id", "user_id", "s3_key"} & ignored.keys()


def test_the_metrics_of_a_finished_job_are_out_before_the_next_begins(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.deliver(s3_message(s3_record("videos/1/a.mp4")), s3_message(s3_record("videos/1/b.mp4")))

    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["JobDone"] for line in printed if "JobDone" in line] == [[1], [1]]


@pytest.mark.parametrize(
    "error", [None, failure(Condition.NO_AUDIO, ""), failure(Condition.FFMPEG_KILLED, ""), ZeroDivisionError()]
)
def test_the_location_of_a_line_is_the_work_and_not_the_function_that_words_it(
    stage: Stage, log_lines: LogLines, error: Exception | None
) -> None:
    stage.extractor.error = error
    stage.deliver(s3_message())

    places = {line["location"].partition(":")[0] for line in log_lines.lines}
    assert not places & {"wrapped", "__init__", "__enter__", "__exit__", *vars(journal), *vars(notices)}
