"""A message that somebody sent again is told from a late duplicate; what failed for good stays so."""

from __future__ import annotations

import pytest

from tests.builders import s3_message, sqs_batch, sqs_record
from tests.handler.ledger_states import NOW, keep
from tests.handler.stage import MAX_RECEIVES, Stage
from worker.jobs.errors import (
    CALLBACK_UNREACHABLE,
    LEDGER_UNAVAILABLE,
    NO_AUDIO,
    STT_NO_ANSWER,
    STT_UNAVAILABLE,
    JobError,
)

pytestmark = pytest.mark.usefixtures("stopped_clock")


def fail_for_now(stage: Stage) -> None:
    """Let the job fail on its last receive, of what has passed afterwards."""
    stage.recogniser.error = JobError(STT_UNAVAILABLE, "STT", "503.")
    stage.deliver(s3_message(), receive=MAX_RECEIVES, sent_at=NOW - 900)
    stage.recogniser.error = None


def deliver_again(
    stage: Stage, *, sent_at: float, mark: str, receive: int = 1, sent_by: float | None = None
) -> list[str]:
    """Deliver a message that we sent again under a mark; `sent_at` is by the queue's clock, as a redrive's is.

    `sent_by` is until when we can have sent it, where the queue said its time.
    """
    record = sqs_record(s3_message(), receive_count=receive)
    record["attributes"]["SentTimestamp"] = str(round(sent_at * 1000))
    record["messageAttributes"] = {
        "FirstSentAt": {"stringValue": str(NOW - 900), "dataType": "Number"},
        "SentAgainAt": {"stringValue": mark, "dataType": "Number"},
    }
    if sent_by is not None:
        record["messageAttributes"]["SentAgainBy"] = {"stringValue": str(sent_by), "dataType": "Number"}
    return [failed["itemIdentifier"] for failed in stage.invoke(sqs_batch(record))["batchItemFailures"]]


def test_a_message_that_comes_back_is_no_redrive_though_our_clock_is_behind_the_queues(stage: Stage) -> None:
    sent_at = 1_000_000.0
    stage.clock = lambda: sent_at - 300
    stage.recogniser.error = JobError(STT_NO_ANSWER, "STT", "no answer.")
    stage.backend.errors = [JobError(CALLBACK_UNREACHABLE, "CALLBACK", "no answer.")]
    stage.deliver(s3_message(), receive=MAX_RECEIVES, sent_at=sent_at)
    stage.recogniser.error = None

    stage.deliver(s3_message(), receive=MAX_RECEIVES, sent_at=sent_at)
    assert stage.statuses == ["FAILED"]


def test_a_late_duplicate_of_a_failed_job_is_no_redrive(stage: Stage) -> None:
    stage.recogniser.error = JobError(STT_UNAVAILABLE, "STT", "503.")
    stage.deliver(s3_message(), receive=MAX_RECEIVES)

    stage.deliver(s3_message(), sent_at=NOW - 1)

    assert stage.statuses == ["FAILED"]


def test_what_can_be_redriven_reaches_the_dead_letter_queue_though_receives_are_left(stage: Stage) -> None:
    keep(stage, failures=MAX_RECEIVES - 1)
    stage.recogniser.error = JobError(STT_UNAVAILABLE, "STT", "503.")

    deliveries = [stage.deliver(s3_message(), receive=receive) for receive in range(2, MAX_RECEIVES + 1)]

    assert deliveries == [["m1"]] * (MAX_RECEIVES - 1)
    assert {seconds for _, seconds in stage.queue.hidden} == {0}
    assert (stage.statuses, stage.queue.sent) == (["FAILED"], [])


def test_a_duplicate_of_a_job_that_failed_for_good_is_acknowledged(stage: Stage) -> None:
    stage.extractor.error = JobError(NO_AUDIO, "FFMPEG", "no audio track.")
    stage.deliver(s3_message())

    assert stage.deliver(s3_message()) == []


def test_a_message_of_our_own_sending_is_no_redrive_though_our_clock_is_two_minutes_behind(stage: Stage) -> None:
    stage.clock = lambda: NOW - 120
    fail_for_now(stage)

    for receive in (1, 2):
        assert deliver_again(stage, sent_at=NOW, mark=str(NOW - 120), receive=receive) == ["m1"]

    assert stage.statuses == ["FAILED"]


def test_a_message_of_our_own_sending_that_somebody_redrives_within_a_minute_runs_the_job_again(stage: Stage) -> None:
    fail_for_now(stage)
    deliver_again(stage, sent_at=NOW + 1, mark=str(NOW + 1))

    assert deliver_again(stage, sent_at=NOW + 20, mark=str(NOW + 1)) == []
    assert stage.statuses == ["FAILED", "DONE"]


def test_a_message_of_our_own_sending_on_which_the_job_failed_runs_it_again_once_redriven(stage: Stage) -> None:
    stage.recogniser.error = JobError(STT_UNAVAILABLE, "STT", "503.")
    keep(stage, failures=MAX_RECEIVES - 1)
    deliver_again(stage, sent_at=NOW - 50, mark="a")
    stage.recogniser.error = None

    assert deliver_again(stage, sent_at=NOW + 20, mark="a") == []
    assert stage.statuses == ["FAILED", "DONE"]


def test_each_message_of_our_own_sending_is_told_from_its_redrive_by_itself(stage: Stage) -> None:
    fail_for_now(stage)
    deliver_again(stage, sent_at=NOW + 1, mark="a")

    assert deliver_again(stage, sent_at=NOW + 20, mark="b") == ["m1"]
    assert stage.statuses == ["FAILED"]


def test_a_message_whose_coming_cannot_be_noted_waits_until_it_can(stage: Stage) -> None:
    fail_for_now(stage)
    stage.ledger.error = JobError(LEDGER_UNAVAILABLE, "LEDGER", "no answer.")
    assert deliver_again(stage, sent_at=NOW + 1, mark="a") == ["m1"]
    stage.ledger.error = None
    deliver_again(stage, sent_at=NOW + 1, mark="a", receive=2)

    assert deliver_again(stage, sent_at=NOW + 20, mark="a") == []
    assert stage.statuses == ["FAILED", "DONE"]


def test_a_message_of_our_own_sending_that_the_ledger_never_met_runs_the_job_again_once_redriven(stage: Stage) -> None:
    fail_for_now(stage)

    assert deliver_again(stage, sent_at=NOW + 1000, mark="a", sent_by=NOW + 61) == []
    assert stage.statuses == ["FAILED", "DONE"]


def test_a_message_of_our_own_sending_is_no_redrive_as_long_as_we_can_have_sent_it(stage: Stage) -> None:
    fail_for_now(stage)

    assert deliver_again(stage, sent_at=NOW + 61, mark="a", sent_by=NOW + 61) == ["m1"]
    assert stage.statuses == ["FAILED"]


def test_a_permanent_failure_is_not_reopened_by_a_redrive(stage: Stage) -> None:
    stage.extractor.error = JobError(NO_AUDIO, "FFMPEG", "no audio track.")
    stage.deliver(s3_message())

    assert stage.deliver(s3_message(), sent_at=NOW + 1) == []
    assert stage.statuses == ["FAILED"]


def test_a_message_with_attributes_that_cannot_be_read_is_worked_on_all_the_same(stage: Stage) -> None:
    record = sqs_record(s3_message())
    record["attributes"]["SentTimestamp"] = "x"
    record["messageAttributes"] = {"FirstSentAt": {"stringValue": ""}, "SentAgainAt": {"stringValue": "x"}}

    assert stage.invoke(sqs_batch(record)) == {"batchItemFailures": []}
    assert stage.statuses == ["DONE"]
