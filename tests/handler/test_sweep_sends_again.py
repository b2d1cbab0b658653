"""Outcomes that the backend did not accept, told again by `app.sweep` on their schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import s3_message
from tests.handler.ledger_states import NOW, Step, claimed, entry_of, keep, outcome_of, pass_time
from tests.handler.stage import LEASE, Stage
from worker.delivery.ledger.outcome import Abandoned, Outcome
from worker.delivery.ledger.resend_schedule import SCHEDULE
from worker.jobs.ending import Status
from worker.jobs.errors import CALLBACK_CLOSED, CALLBACK_REJECTED, CALLBACK_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from tests.conftest import LogLines
    from worker.delivery.ledger.entry import Entry

pytestmark = pytest.mark.usefixtures("stopped_clock")

UNAVAILABLE = JobError(CALLBACK_UNAVAILABLE, "CALLBACK", "503.")


def refuse_at_first(stage: Stage, *errors: Exception) -> None:
    """Deliver a job whose outcome the backend does not accept, now and in as many tellings as there are errors."""
    stage.backend.errors = [UNAVAILABLE, *errors]
    stage.deliver(s3_message())


def test_an_outcome_that_was_not_accepted_is_told_again_in_the_same_bytes_and_runs_no_stage(stage: Stage) -> None:
    refuse_at_first(stage)
    pass_time(stage, SCHEDULE[0])

    stage.sweep()

    [callback] = stage.backend.told
    assert stage.statuses == ["DONE"]
    assert callback.body in stage.artefacts.kept.values()
    assert callback.event_id == outcome_of(stage).event_id
    assert len(stage.videos.fetched) == len(stage.model.asked) == 1


def test_a_worker_that_was_killed_before_it_told_leaves_the_telling_to_the_sweep(stage: Stage) -> None:
    decided = Outcome(Status.FAILED, "987654321", "msg_1", NOW - 500, body="{}")
    keep(stage, claimed(LEASE + 100), lambda entry: entry.decided(decided, NOW - LEASE - 50))

    stage.sweep()

    assert [callback.event_id for callback in stage.backend.told] == ["msg_1"]


def vanish(entry: Entry) -> Entry:
    return entry


def let_go(entry: Entry) -> Entry:
    return entry.released(NOW - LEASE, perhaps_heard=True)


@pytest.mark.parametrize("leave", [vanish, let_go])
def test_what_a_worker_has_perhaps_told_without_noting_it_is_told_as_such(stage: Stage, leave: Step) -> None:
    decided = Outcome(Status.FAILED, "987654321", "msg_1", NOW - 500, body="{}")
    keep(stage, claimed(LEASE + 100), lambda entry: entry.decided(decided, NOW - LEASE - 50), leave)

    stage.sweep()

    assert [callback.perhaps_heard for callback in stage.backend.told] == [True]


def test_what_was_told_again_is_a_duplicate_to_the_queue(stage: Stage) -> None:
    refuse_at_first(stage)
    pass_time(stage, SCHEDULE[0])
    stage.sweep()

    assert stage.deliver(s3_message(), receive=2) == []
    assert stage.statuses == ["DONE"]


def test_tellings_follow_the_schedule_and_then_end(stage: Stage, log_lines: LogLines) -> None:
    refuse_at_first(stage, *[UNAVAILABLE] * (len(SCHEDULE) + 1))
    for seconds in SCHEDULE:
        pass_time(stage, seconds - 1)
        assert stage.sweep() == 0
        pass_time(stage, 1)
        assert stage.sweep() == 1

    assert (outcome_of(stage).send_count, entry_of(stage).abandoned) == (1 + len(SCHEDULE), Abandoned.UNHEARD)
    assert (log_lines.lines[-1]["stage"], log_lines.lines[-1]["level"]) == ("CALLBACK_ABANDONED", "ERROR")
    pass_time(stage, 10 * SCHEDULE[-1])
    assert stage.sweep() == 0


def test_tellings_by_the_queue_do_not_use_up_the_schedule(stage: Stage) -> None:
    refuse_at_first(stage, UNAVAILABLE, UNAVAILABLE)
    pass_time(stage, 2)
    stage.deliver(s3_message(), receive=2)

    assert outcome_of(stage).resend_at == NOW + SCHEDULE[0]


def test_a_redrive_tells_what_the_schedule_has_given_up(stage: Stage) -> None:
    refuse_at_first(stage, UNAVAILABLE)
    pass_time(stage, sum(SCHEDULE))
    stage.sweep()

    assert entry_of(stage).abandoned is Abandoned.UNHEARD
    assert stage.deliver(s3_message(), sent_at=NOW + sum(SCHEDULE)) == []
    assert stage.statuses == ["DONE"]
    assert entry_of(stage).abandoned is None


def test_a_redrive_tells_what_was_refused_until_the_schedule_gave_up(stage: Stage) -> None:
    refused = JobError(CALLBACK_REJECTED, "CALLBACK", "422.")
    stage.backend.errors = [refused, refused]
    stage.deliver(s3_message())
    pass_time(stage, sum(SCHEDULE))
    stage.sweep()

    assert entry_of(stage).abandoned is Abandoned.UNHEARD
    assert stage.deliver(s3_message(), sent_at=NOW + sum(SCHEDULE)) == []
    assert stage.statuses == ["DONE"]


def test_a_backend_that_asks_for_time_gets_it(stage: Stage) -> None:
    stage.backend.errors = [JobError(CALLBACK_REJECTED, "CALLBACK", "429.", retry_after=4000.0)]
    stage.deliver(s3_message())

    assert outcome_of(stage).resend_at == NOW + 4000


def test_a_backend_that_wants_no_more_hears_no_more(stage: Stage) -> None:
    refuse_at_first(stage, JobError(CALLBACK_CLOSED, "CALLBACK", "410."))
    pass_time(stage, SCHEDULE[0])
    stage.sweep()
    pass_time(stage, sum(SCHEDULE))

    assert stage.sweep() == 0
    assert entry_of(stage).abandoned is Abandoned.CLOSED


def test_an_outcome_whose_words_are_lost_is_given_up_at_the_end(stage: Stage) -> None:
    refuse_at_first(stage)
    stage.artefacts.kept.clear()
    pass_time(stage, SCHEDULE[0])
    stage.sweep()
    assert outcome_of(stage).resend_at == NOW + SCHEDULE[0] + SCHEDULE[1]
    pass_time(stage, sum(SCHEDULE))

    stage.sweep()

    assert entry_of(stage).abandoned is Abandoned.UNHEARD
