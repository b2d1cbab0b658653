"""A message that somebody sent again is told from a late duplicate; what failed for good stays so."""

from __future__ import annotations

import pytest

from tests.builders import s3_message, sqs_batch, sqs_record
from tests.handler.ledger_states import NOW, keep
from tests.handler.stage import MAX_RECEIVES, Stage
from worker.domain.errors import Condition, failure

pytestmark = pytest.mark.usefixtures("stopped_clock")


def test_a_message_that_comes_back_is_no_redrive_though_our_clock_is_behind_the_queues(stage: Stage) -> None:
    sent_at = 1_000_000.0
    stage.clock = lambda: sent_at - 300
    stage.recogniser.error = failure(Condition.STT_NO_ANSWER, "STT: no answer.")
    stage.backend.errors = [failure(Condition.CALLBACK_UNREACHABLE, "CALLBACK: no answer.")]
    stage.deliver(s3_message(), receive=MAX_RECEIVES, sent_at=sent_at)
    stage.recogniser.error = None

    stage.deliver(s3_message(), receive=MAX_RECEIVES, sent_at=sent_at)
    assert stage.statuses == ["FAILED"]


def test_a_late_duplicate_of_a_failed_job_is_no_redrive(stage: Stage) -> None:
    stage.recogniser.error = failure(Condition.STT_UNAVAILABLE, "STT: 503.")
    stage.deliver(s3_message(), receive=MAX_RECEIVES)

    stage.deliver(s3_message(), sent_at=NOW - 1)

    assert stage.statuses == ["FAILED"]


def test_what_can_be_redriven_reaches_the_dead_letter_queue_though_receives_are_left(stage: Stage) -> None:
    keep(stage, failures=MAX_RECEIVES - 1)
    stage.recogniser.error = failure(Condition.STT_UNAVAILABLE, "STT: 503.")

    deliveries = [stage.deliver(s3_message(), receive=receive) for receive in range(2, MAX_RECEIVES + 1)]

    assert deliveries == [["m1"]] * (MAX_RECEIVES - 1)
    assert {seconds for _, seconds in stage.queue.hidden} == {0}
    assert (stage.statuses, stage.queue.sent) == (["FAILED"], [])


def test_a_duplicate_of_a_job_that_failed_for_good_is_acknowledged(stage: Stage) -> None:
    stage.extractor.error = failure(Condition.NO_AUDIO, "FFMPEG: no audio track.")
    stage.deliver(s3_message())

    assert stage.deliver(s3_message()) == []


@pytest.mark.parametrize(("sent_again", "told"), [(NOW + 1, ["FAILED"]), (NOW - 3600, ["FAILED", "DONE"])])
def test_a_message_of_our_own_sending_is_a_redrive_only_when_somebody_sent_it_once_more(
    stage: Stage, sent_again: float, told: list[str]
) -> None:
    stage.recogniser.error = failure(Condition.STT_UNAVAILABLE, "STT: 503.")
    stage.deliver(s3_message(), receive=MAX_RECEIVES)
    stage.recogniser.error = None
    record = sqs_record(s3_message())
    record["attributes"]["SentTimestamp"] = str(round((NOW + 2) * 1000))
    record["messageAttributes"] = {
        "FirstSentAt": {"stringValue": str(NOW - 9), "dataType": "Number"},
        "SentAgainAt": {"stringValue": str(sent_again), "dataType": "Number"},
    }

    stage.invoke(sqs_batch(record))

    assert stage.statuses == told


def test_a_permanent_failure_is_not_reopened_by_a_redrive(stage: Stage) -> None:
    stage.extractor.error = failure(Condition.NO_AUDIO, "FFMPEG: no audio track.")
    stage.deliver(s3_message())

    assert stage.deliver(s3_message(), sent_at=NOW + 1) == []
    assert stage.statuses == ["FAILED"]
