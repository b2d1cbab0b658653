"""Dead jobs, through `app.sweep`: the rows of the table at the head of `sweeper.py`, and jobs that may come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import KEY, s3_message
from tests.handler.ledger_states import (
    NOW,
    claimed,
    entry_of,
    failed,
    keep,
    killed,
    outcome_of,
    pass_time,
    replace_upload,
)
from tests.handler.stage import LEASE, MAX_RECEIVES, SILENCE, Stage
from worker.delivery.ledger.outcome import Abandoned
from worker.jobs.errors import CALLBACK_CLOSED, RESULT_FORBIDDEN, JobError

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.delivery.ledger.entry import Entry

pytestmark = pytest.mark.usefixtures("stopped_clock")


def test_a_job_that_died_on_its_last_attempt_is_told_as_failed(stage: Stage) -> None:
    keep(stage, killed(LEASE + 1), failures=MAX_RECEIVES - 1)

    assert stage.sweep() == 1
    assert [body["error_code"] for body in stage.backend.bodies] == ["UNKNOWN_ERROR"]
    assert stage.backend.bodies[0]["s3_key"] == KEY
    assert (entry_of(stage).finished, entry_of(stage).deaths) == (True, 1)


def test_a_job_that_died_is_told_as_failed_though_nothing_under_work_may_be_read(stage: Stage) -> None:
    keep(stage, killed(LEASE + 1), failures=MAX_RECEIVES - 1)
    stage.artefacts.unreadable = JobError(RESULT_FORBIDDEN, "RESULT", "403.", setting="RESULT_BUCKET_NAME")

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
    replace_upload(stage)

    stage.sweep()

    assert stage.backend.told == []
    assert entry_of(stage).abandoned is Abandoned.SUPERSEDED
    assert stage.sweep() == 0


def test_what_a_redrive_reopens_is_in_the_care_of_the_sweep_again(stage: Stage) -> None:
    keep(stage, claimed(SILENCE + 10), failed(SILENCE + 1))
    stage.backend.errors = [JobError(CALLBACK_CLOSED, "CALLBACK", "409.")]
    stage.sweep()
    stage.ledger.write(entry_of(stage).reopened().claimed(NOW, LEASE))
    pass_time(stage, SILENCE)

    assert stage.sweep() == 1
    assert stage.statuses == ["FAILED"]
