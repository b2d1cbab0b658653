"""The ledger's rows of the table at the head of `processor.py`: a job is done once, and told in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import s3_message, s3_record, sqs_batch, sqs_record
from tests.fakes.delivery import FakeLedger
from tests.handler.ledger_states import entry_of
from tests.handler.stage import MAX_RECEIVES, Stage
from worker.jobs.errors import CALLBACK_UNREACHABLE, LEDGER_FORBIDDEN, LEDGER_UNAVAILABLE, Condition, JobError

if TYPE_CHECKING:
    from worker.delivery.ledger.entry import Entry

pytestmark = pytest.mark.usefixtures("stopped_clock")


def test_a_finished_job_is_not_told_again(stage: Stage) -> None:
    stage.deliver(s3_message())

    assert stage.deliver(s3_message()) == []
    assert stage.statuses == ["DONE"]
    assert len(stage.videos.fetched) == 1


def test_the_outcome_is_in_the_ledger_before_the_backend_is_told(stage: Stage) -> None:
    stage.backend.errors = [JobError(CALLBACK_UNREACHABLE, "CALLBACK", "no answer.")]

    stage.deliver(s3_message())

    outcome = entry_of(stage).outcome
    assert outcome is not None
    assert (outcome.status, outcome.send_count, outcome.accepted_at) == ("DONE", 1, None)


def test_no_transcript_is_in_the_ledger(stage: Stage) -> None:
    stage.deliver(s3_message())

    assert stage.recogniser.text not in repr(entry_of(stage))


def test_an_outcome_is_told_again_in_the_same_bytes_though_the_result_is_gone(stage: Stage) -> None:
    stage.backend.errors = [JobError(CALLBACK_UNREACHABLE, "CALLBACK", "no answer.")]
    stage.deliver(s3_message())
    kept = next(body for (_, _, name), body in stage.artefacts.kept.items() if name.startswith("callback"))
    stage.results.stored.clear()

    stage.deliver(s3_message(), receive=2)

    [callback] = stage.backend.told
    assert callback.body == kept


def test_a_message_of_our_own_sending_is_the_same_job_though_it_does_not_say_which_upload(stage: Stage) -> None:
    unsaid = {"Records": [s3_record(eTag=None, versionId=None, sequencer=None)]}
    again = sqs_record(unsaid, message_id="m2")
    again["messageAttributes"] = {"FirstMessageId": {"stringValue": "m1", "dataType": "String"}}
    stage.deliver(unsaid)

    stage.invoke(sqs_batch(again))

    assert stage.statuses == ["DONE"]


@pytest.mark.parametrize("condition", [LEDGER_UNAVAILABLE, LEDGER_FORBIDDEN])
def test_without_the_ledger_nothing_is_begun(stage: Stage, condition: Condition) -> None:
    stage.ledger.error = JobError(condition, "LEDGER", "no.", setting="JOB_TABLE_NAME")

    assert stage.deliver(s3_message()) == ["m1"]
    assert (stage.videos.fetched, stage.backend.told) == ([], [])


class UnansweredLedger(FakeLedger):
    """Writes the first outcome, but its answer is lost."""

    def write(self, entry: Entry) -> None:
        [before] = self.read(entry.job_id) or [entry]
        super().write(entry)
        if entry.outcome is not None and before.outcome is None:
            raise JobError(LEDGER_UNAVAILABLE, "LEDGER", "no answer.")


def test_a_done_that_was_decided_without_an_answer_keeps_its_result_on_the_last_attempt(stage: Stage) -> None:
    stage.ledger = UnansweredLedger()
    stage.deliver(s3_message(), receive=MAX_RECEIVES)

    stage.deliver(s3_message())

    [result] = stage.results.stored.values()
    assert (stage.statuses, result.status) == (["DONE"], "DONE")
