"""The rows of the table at the head of `sweeping.py`, through `app.sweep`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.builders import KEY, SEQUENCER, Context, a_job, an_entry, s3_message
from tests.handler.stage import LEASE, MAX_RECEIVES, SILENCE, Stage
from worker.domain.errors import Condition, failure
from worker.domain.ledger import Entry
from worker.domain.outcomes import Abandoned, Outcome
from worker.domain.resending import SCHEDULE
from worker.domain.results import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import LogLines

NOW = 1_000_000.0
UNAVAILABLE = failure(Condition.CALLBACK_UNAVAILABLE, "CALLBACK: 503.")


@pytest.fixture
def stage() -> Stage:
    return Stage(clock=lambda: NOW)


def keep(stage: Stage, *steps: Callable[[Entry], Entry], **changes: object) -> Entry:
    """Bring an entry into a state in the ledger; it is that of `s3_message`'s job."""
    entry = replace(Entry.fresh(a_job().named("m1"), NOW - 9000), **changes)  # type: ignore[arg-type] - fields by name
    for step in steps:
        entry = step(entry)
    entry = replace(entry, revision=1)
    stage.ledger.write(entry)
    return entry


def entry_of(stage: Stage) -> Entry:
    return stage.ledger.read("987654321")[0]


def outcome_of(stage: Stage) -> Outcome:
    outcome = entry_of(stage).outcome
    assert outcome is not None
    return outcome


def claimed(ago: float) -> Callable[[Entry], Entry]:
    return lambda entry: entry.claimed(NOW - ago, LEASE)


def killed(ago: float) -> Callable[[Entry], Entry]:
    return lambda entry: claimed(ago)(entry).began("STT", NOW - ago, LEASE)


def failed(ago: float) -> Callable[[Entry], Entry]:
    return lambda entry: entry.failed(NOW - ago)


def pass_time(stage: Stage, seconds: float) -> None:
    now = stage.clock() + seconds
    stage.clock = lambda: now


def refuse_at_first(stage: Stage, *errors: Exception) -> None:
    """Deliver a job whose outcome the backend does not accept, now and in as many tellings as there are errors."""
    stage.backend.errors = [UNAVAILABLE, *errors]
    stage.deliver(s3_message())


def test_a_job_that_died_on_its_last_attempt_is_told_as_failed(stage: Stage) -> None:
    keep(stage, killed(LEASE + 1), failures=MAX_RECEIVES - 1)

    assert stage.sweep() == 1
    assert [body["error_code"] for body in stage.backend.bodies] == ["UNKNOWN_ERROR"]
    assert stage.backend.bodies[0]["s3_key"] == KEY
    assert (entry_of(stage).finished, entry_of(stage).deaths) == (True, 1)


def test_a_job_that_died_is_told_as_failed_though_nothing_under_work_may_be_read(stage: Stage) -> None:
    keep(stage, killed(LEASE + 1), failures=MAX_RECEIVES - 1)
    stage.artefacts.unreadable = failure(Condition.RESULT_FORBIDDEN, "RESULT: 403.", setting="RESULT_BUCKET_NAME")

    stage.sweep()

    assert stage.statuses == ["FAILED"]


def test_a_job_of_which_nothing_was_heard_is_told_as_failed(stage: Stage) -> None:
    keep(stage, claimed(SILENCE + 10), failed(SILENCE + 1))

    stage.sweep()

    assert stage.statuses == ["FAILED"]


def test_a_redrive_reopens_what_the_sweep_has_ended(stage: Stage) -> None:
    keep(stage, claimed(SILENCE + 10), failed(SILENCE + 1))
    stage.sweep()

    assert stage.deliver(s3_message(), sent_at=NOW + 1) == []
    assert stage.statuses == ["FAILED", "DONE"]


def test_a_job_that_kills_its_workers_is_not_tried_again_by_a_redrive(stage: Stage) -> None:
    keep(stage, killed(SILENCE + 999), killed(SILENCE + 500), killed(SILENCE + 1))

    stage.sweep()

    failure_told = outcome_of(stage).failure
    assert failure_told is not None
    assert failure_told.reason == "crash_loop"


@pytest.mark.parametrize(
    "steps",
    [
        (claimed(LEASE - 1),),
        (killed(LEASE + 1),),
        (*[claimed(SILENCE + 9), failed(SILENCE + 9)] * (MAX_RECEIVES - 1), claimed(LEASE + 1)),
        (claimed(2000), failed(901)),
        (claimed(SILENCE + 10), failed(SILENCE - 1)),
    ],
    ids=[
        "running",
        "killed, with attempts left",
        "a claim without an answer",
        "deferred as long as can be",
        "almost silent",
    ],
)
def test_a_job_that_may_still_come_back_is_let_be(stage: Stage, steps: tuple[Callable[[Entry], Entry], ...]) -> None:
    entry = keep(stage, *steps)

    assert stage.sweep() == 0
    assert entry_of(stage) == entry


def test_what_the_index_names_too_late_is_let_be(stage: Stage) -> None:
    keep(stage, killed(LEASE + 1), failures=MAX_RECEIVES - 1)
    names = stage.ledger.due(NOW, 9)
    stage.deliver(s3_message())
    stage.ledger.stale_names = names

    stage.sweep()

    assert len(stage.backend.told) == 1


def test_the_end_of_an_upload_that_was_replaced_is_told_to_nobody(stage: Stage) -> None:
    keep(stage, claimed(SILENCE + 10), failed(SILENCE + 1))
    newer = replace(an_entry("newer"), sequencer=SEQUENCER + "1").claimed(NOW, LEASE)
    stage.ledger.write(newer)

    stage.sweep()

    assert stage.backend.told == []
    assert entry_of(stage).abandoned is Abandoned.SUPERSEDED
    assert stage.sweep() == 0


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
    keep(stage, claimed(LEASE + 100), lambda entry: entry.settled(decided, NOW - LEASE - 50))

    stage.sweep()

    assert [callback.event_id for callback in stage.backend.told] == ["msg_1"]


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

    assert (outcome_of(stage).tellings, entry_of(stage).abandoned) == (1 + len(SCHEDULE), Abandoned.UNHEARD)
    assert (log_lines.lines[-1]["stage"], log_lines.lines[-1]["level"]) == ("CALLBACK_ABANDONED", "ERROR")
    pass_time(stage, 10 * SCHEDULE[-1])
    assert stage.sweep() == 0


def test_tellings_by_the_queue_do_not_use_up_the_schedule(stage: Stage) -> None:
    refuse_at_first(stage, UNAVAILABLE, UNAVAILABLE)
    pass_time(stage, 2)
    stage.deliver(s3_message(), receive=2)

    assert outcome_of(stage).again_at == NOW + SCHEDULE[0]


def test_a_redrive_tells_what_the_schedule_has_given_up(stage: Stage) -> None:
    refuse_at_first(stage, UNAVAILABLE)
    pass_time(stage, sum(SCHEDULE))
    stage.sweep()

    assert entry_of(stage).abandoned is Abandoned.UNHEARD
    assert stage.deliver(s3_message(), sent_at=NOW + sum(SCHEDULE)) == []
    assert stage.statuses == ["DONE"]
    assert entry_of(stage).abandoned is None


def test_what_a_redrive_reopens_is_in_the_care_of_the_sweep_again(stage: Stage) -> None:
    keep(stage, claimed(SILENCE + 10), failed(SILENCE + 1))
    stage.backend.errors = [failure(Condition.CALLBACK_CLOSED, "CALLBACK: 409.")]
    stage.sweep()
    stage.ledger.write(entry_of(stage).reopened().claimed(NOW, LEASE))
    pass_time(stage, SILENCE)

    assert stage.sweep() == 1
    assert stage.statuses == ["FAILED"]


def test_a_backend_that_asks_for_time_gets_it(stage: Stage) -> None:
    stage.backend.errors = [failure(Condition.CALLBACK_REJECTED, "CALLBACK: 429.", retry_after=4000.0)]
    stage.deliver(s3_message())

    assert outcome_of(stage).again_at == NOW + 4000


def test_a_backend_that_wants_no_more_hears_no_more(stage: Stage) -> None:
    refuse_at_first(stage, failure(Condition.CALLBACK_CLOSED, "CALLBACK: 410."))
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
    assert outcome_of(stage).again_at == NOW + SCHEDULE[0] + SCHEDULE[1]
    pass_time(stage, sum(SCHEDULE))

    stage.sweep()

    assert entry_of(stage).abandoned is Abandoned.UNHEARD


def test_a_failure_of_one_does_not_stop_the_others(stage: Stage) -> None:
    keep(stage, killed(LEASE + 2), failures=MAX_RECEIVES - 1)
    other = replace(an_entry("other"), job_id="2", failures=MAX_RECEIVES - 1)
    stage.ledger.write(replace(killed(LEASE + 1)(other), revision=1))
    stage.backend.errors = [ValueError("a bug")]

    assert stage.sweep() == 2
    assert [callback.job_id for callback in stage.backend.told] == ["2"]


def test_what_does_not_fit_into_a_run_waits_for_the_next(stage: Stage, log_lines: LogLines) -> None:
    keep(stage, killed(LEASE + 1), failures=MAX_RECEIVES - 1)

    assert stage.sweep(Context((22.0,))) == 0
    assert (log_lines.lines[-1]["stage"], log_lines.lines[-1]["left"]) == ("SWEEP_YIELD", 1)
    assert stage.sweep() == 1


def test_a_sweep_that_is_killed_while_it_tells_leaves_the_telling_to_a_later_one(stage: Stage) -> None:
    keep(stage, killed(LEASE + 1), failures=MAX_RECEIVES - 1)
    stage.backend.errors = [KeyboardInterrupt()]  # type: ignore[list-item] - stands for a kill: nothing catches it
    with pytest.raises(KeyboardInterrupt):
        stage.sweep()

    assert stage.sweep() == 0
    pass_time(stage, LEASE)
    assert stage.sweep() == 1
    assert stage.statuses == ["FAILED"]


def test_a_ledger_that_cannot_be_read_is_an_error_of_the_function(stage: Stage) -> None:
    stage.ledger.error = failure(Condition.LEDGER_UNAVAILABLE, "LEDGER: no.")

    with pytest.raises(type(stage.ledger.error)):
        stage.sweep()


def test_no_queue_is_touched(stage: Stage) -> None:
    keep(stage, claimed(SILENCE + 10), failed(SILENCE + 1))

    stage.sweep()

    assert (stage.queue.hidden, stage.queue.extended, stage.queue.sent) == ([], [], [])
