"""Workers that leave a job without its end, and are alive: no death is counted, and nobody waits for their lease."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from tests.builders import s3_message
from tests.fakes.summary import FakeResults, InterruptedModel
from tests.handler.ledger_states import NOW, entry_of, replace_upload
from tests.handler.stage import LEASE, MAX_RECEIVES
from worker.jobs.errors import CALLBACK_UNAVAILABLE, LEDGER_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from tests.handler.stage import Stage
    from worker.jobs.deadline import Deadline
    from worker.tasks.summary.result import Result

pytestmark = pytest.mark.usefixtures("stopped_clock")


@dataclass
class InterruptedResults(FakeResults):
    """While they are stored, something happens."""

    meanwhile: Callable[[], object] = print

    def store(self, result: Result, subtitles: dict[str, str], deadline: Deadline) -> None:
        self.meanwhile()
        super().store(result, subtitles, deadline)


def lose_the_ledger(stage: Stage, receive: int = 1) -> None:
    """Deliver the job to a worker whose ledger answers no more; it does again once the lease is over."""

    def fail() -> None:
        stage.ledger.error = JobError(LEDGER_UNAVAILABLE, "LEDGER", "no answer.")

    stage.results = InterruptedResults(meanwhile=fail)
    assert stage.deliver(s3_message(), receive=receive) == ["m1"]
    later = stage.clock() + LEASE + 1
    stage.results, stage.ledger.error, stage.clock = FakeResults(), None, lambda: later


def die(stage: Stage) -> None:
    """Let a worker vanish where the ledger is lost by others, so long ago that its lease is over."""
    long_ago = stage.clock() - 2 * LEASE
    stage.ledger.write(replace(entry_of(stage), lease_until=0.0).claimed(long_ago, LEASE))
    stage.ledger.write(entry_of(stage).stage_began("STORE", long_ago, LEASE))


def test_workers_that_lost_the_ledger_in_one_stage_are_no_crash_loop(stage: Stage) -> None:
    lose_the_ledger(stage)
    lose_the_ledger(stage, receive=2)

    assert stage.deliver(s3_message(), receive=3) == []
    assert stage.statuses == ["DONE"]
    assert (entry_of(stage).deaths, entry_of(stage).died_in) == (0, {})


def test_a_worker_that_died_after_one_that_lost_the_ledger_counts(stage: Stage) -> None:
    lose_the_ledger(stage)
    die(stage)

    stage.deliver(s3_message(), receive=2)

    assert entry_of(stage).died_in == {"STORE": 1}


def test_the_sweep_lets_a_job_be_that_lost_the_ledger_on_its_last_attempt(stage: Stage) -> None:
    lose_the_ledger(stage, receive=MAX_RECEIVES)

    stage.sweep()

    assert stage.backend.told == []


def replace_the_upload(stage: Stage) -> None:
    stage.model = InterruptedModel(meanwhile=lambda: replace_upload(stage))


def stumble(stage: Stage) -> None:
    stage.backend.errors = [ValueError("a bug")]


def lose_what_was_to_be_told(stage: Stage) -> None:
    stage.backend.errors = [JobError(CALLBACK_UNAVAILABLE, "CALLBACK", "503.")]
    stage.deliver(s3_message())
    stage.artefacts.kept.clear()


@pytest.mark.parametrize("trouble", [replace_the_upload, stumble, lose_what_was_to_be_told])
def test_a_job_that_is_left_without_its_end_is_held_by_nobody(stage: Stage, trouble: Callable[[Stage], None]) -> None:
    trouble(stage)

    stage.deliver(s3_message())

    assert (entry_of(stage).lease_until, stage.backend.told) == (0, [])


def test_a_job_that_another_worker_has_taken_over_is_left_to_it(stage: Stage) -> None:
    stage.model = InterruptedModel(meanwhile=lambda: stage.ledger.write(entry_of(stage).claimed(NOW, LEASE)))

    stage.deliver(s3_message())

    assert entry_of(stage).lease_until == NOW + LEASE
    assert [name for _, _, name in stage.artefacts.kept if name.startswith("left")] == []
