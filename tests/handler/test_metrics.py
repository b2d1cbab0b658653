"""What CloudWatch counts of a job: what the dashboard shows, what was paid, and what the alarms wait for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.builders import s3_message, s3_record
from tests.handler.stage import MAX_RECEIVES, Stage
from worker.jobs.errors import (
    CALLBACK_UNREACHABLE,
    LLM_REFUSED,
    STT_MISCONFIGURED,
    STT_NO_ANSWER,
    STT_UNAVAILABLE,
    JobError,
    Spent,
)

if TYPE_CHECKING:
    import pytest


def metrics(capsys: pytest.CaptureFixture[str]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for line in capsys.readouterr().out.splitlines():
        record: dict[str, Any] = json.loads(line)
        for name in [metric["Name"] for one in record["_aws"]["CloudWatchMetrics"] for metric in one["Metrics"]]:
            found.setdefault(name, []).extend(record[name])
    return found


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
    stage.recogniser.error = JobError(STT_MISCONFIGURED, "STT", "401.", setting="CLOVA_API_KEY")

    stage.deliver(s3_message())

    counted = metrics(capsys)
    assert counted["JobGivenBack"] == counted["ConfigurationFailed"] == [1]
    assert "JobFailed" not in counted


def test_a_failed_job_is_counted_by_its_code(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    stage.recogniser.error = JobError(STT_UNAVAILABLE, "STT", "503.")

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
    stage.recogniser.error = JobError(STT_MISCONFIGURED, "STT", "401.", setting="CLOVA_API_KEY")

    stage.deliver(s3_message(), receive=MAX_RECEIVES)

    counted = metrics(capsys)
    assert counted["DeadLettered"] == counted["ConfigurationFailed"] == [1]


def test_an_outcome_nobody_accepted_on_the_last_receive_is_a_dead_letter(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.backend.errors = [JobError(CALLBACK_UNREACHABLE, "CALLBACK", "no answer.")]

    stage.deliver(s3_message(), receive=MAX_RECEIVES)

    assert metrics(capsys)["DeadLettered"] == [1]


def test_what_a_failed_job_cost_is_counted(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    refused = JobError(LLM_REFUSED, "LLM", "refused.")
    refused.spent = Spent(input_tokens=500, output_tokens=3)
    stage.model.error = refused

    stage.deliver(s3_message())

    counted = metrics(capsys)
    assert (counted["InputTokens"], counted["OutputTokens"], counted["BilledSttSeconds"]) == ([500], [3], [15])


def test_what_a_failed_recognition_cost_is_counted(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    silent = JobError(STT_NO_ANSWER, "STT", "no answer.")
    silent.spent = Spent(stt_seconds=60)
    stage.recogniser.error = silent

    stage.deliver(s3_message())

    assert metrics(capsys)["BilledSttSeconds"] == [60]


def test_the_metrics_of_a_finished_job_are_out_before_the_next_begins(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.deliver(s3_message(s3_record("videos/1/a.mp4")), s3_message(s3_record("videos/1/b.mp4")))

    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["JobDone"] for line in printed if "JobDone" in line] == [[1], [1]]
