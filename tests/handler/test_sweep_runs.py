"""One run of `app.sweep`: what stands in its way, and what it leaves to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.builders import Context, an_entry
from tests.handler.ledger_states import claimed, failed, keep, killed, pass_time
from tests.handler.stage import LEASE, MAX_RECEIVES, SILENCE, Stage
from worker.domain.errors import Condition, failure

if TYPE_CHECKING:
    from tests.conftest import LogLines

pytestmark = pytest.mark.usefixtures("stopped_clock")


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
