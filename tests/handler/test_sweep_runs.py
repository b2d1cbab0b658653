"""One run of `app.sweep`: what stands in its way, and what it leaves to the next."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from tests.builders import Context, an_entry, an_outcome
from tests.fakes.delivery import FakeBackend
from tests.handler.ledger_states import claimed, failed, keep, killed, pass_time
from tests.handler.stage import LEASE, MAX_RECEIVES, SILENCE, Stage
from worker.delivery.ledger.outcome import NO_CALLBACK
from worker.jobs.errors import (
    CALLBACK_REJECTED,
    CALLBACK_UNAVAILABLE,
    CALLBACK_UNREACHABLE,
    LEDGER_UNAVAILABLE,
    JobError,
)

if TYPE_CHECKING:
    from tests.conftest import LogLines
    from worker.jobs.deadline import Deadline
    from worker.jobs.ending import Callback

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
    stage.ledger.error = JobError(LEDGER_UNAVAILABLE, "LEDGER", "no.")

    with pytest.raises(type(stage.ledger.error)):
        stage.sweep()


def test_no_queue_is_touched(stage: Stage) -> None:
    keep(stage, claimed(SILENCE + 10), failed(SILENCE + 1))

    stage.sweep()

    assert (stage.queue.hidden, stage.queue.extended, stage.queue.sent) == ([], [], [])


HUNG = "https://hung.example.com"

NO_ANSWER = JobError(CALLBACK_UNREACHABLE, "CALLBACK", "no answer.")
UNAVAILABLE = JobError(CALLBACK_UNAVAILABLE, "CALLBACK", "503.")
REJECTED = JobError(CALLBACK_REJECTED, "CALLBACK", "422.")


@dataclass
class HungServer(FakeBackend):
    """One server fails every telling, after ten seconds of the stage's clock."""

    stage: Stage | None = None
    refusal: Exception = NO_ANSWER
    seconds: float = 10.0
    tried: list[str] = field(default_factory=list[str])

    def send(self, callback: Callback, deadline: Deadline) -> None:
        if callback.url is not None and callback.url.startswith(HUNG):
            assert self.stage is not None
            self.tried.append(callback.job_id)
            pass_time(self.stage, self.seconds)
            raise self.refusal
        super().send(callback, deadline)


def keep_dead_mixes(stage: Stage, most: int) -> None:
    """Mixes that died a second before the job did, each told at an address of its own at the hung server."""
    for number in range(most):
        mix = replace(an_entry(), job_id=f"mix-{number}", task="segment_mix", callback_url=f"{HUNG}/{number}")
        mix = killed(LEASE + 2)(replace(mix, failures=MAX_RECEIVES - 1))
        stage.ledger.write(replace(mix, revision=1))


@pytest.mark.parametrize("refusal", [NO_ANSWER, UNAVAILABLE, REJECTED])
def test_a_server_that_never_answers_or_refuses_slowly_keeps_nobody_waiting(
    stage: Stage, log_lines: LogLines, refusal: Exception
) -> None:
    stage.backend = server = HungServer(stage=stage, refusal=refusal)
    keep_dead_mixes(stage, 60)
    keep(stage, killed(LEASE + 1), failures=MAX_RECEIVES - 1)

    assert stage.sweep() == 61
    assert (stage.statuses, server.tried) == (["FAILED"], ["mix-0"])
    assert [line.get("stage") for line in log_lines.lines].count("SWEEP_SPARED") == 59


def test_what_was_spared_is_decided_and_told_later_without_a_telling_used_up(stage: Stage) -> None:
    stage.backend = HungServer(stage=stage)
    keep_dead_mixes(stage, 2)
    stage.sweep()
    stage.backend = FakeBackend()
    [spared] = stage.ledger.read("mix-1")
    assert spared.outcome is not None
    assert (spared.outcome.send_count, spared.abandoned, spared.lease_until) == (0, None, 0.0)

    pass_time(stage, 300)
    stage.sweep()

    assert sorted(callback.job_id for callback in stage.backend.told) == ["mix-0", "mix-1"]


def test_a_server_that_answers_with_a_refusal_is_asked_for_each(stage: Stage) -> None:
    keep_dead_mixes(stage, 3)
    stage.backend.errors = [JobError(CALLBACK_UNAVAILABLE, "CALLBACK", "503.")]

    stage.sweep()

    assert len(stage.backend.told) == 2


@pytest.mark.parametrize("refusal", [UNAVAILABLE, REJECTED])
def test_a_server_that_refuses_within_two_seconds_is_asked_for_each(stage: Stage, refusal: Exception) -> None:
    stage.backend = server = HungServer(stage=stage, refusal=refusal, seconds=2.0)
    keep_dead_mixes(stage, 3)

    stage.sweep()

    assert server.tried == ["mix-0", "mix-1", "mix-2"]


@pytest.mark.parametrize("decided", [True, False])
def test_an_end_that_nobody_is_told_waits_for_no_server(stage: Stage, *, decided: bool) -> None:
    keep(stage, killed(LEASE + 2), failures=MAX_RECEIVES - 1)
    entry = killed(LEASE + 1)(replace(an_entry("other"), job_id="c", task="catalog", failures=MAX_RECEIVES - 1))
    untold = replace(an_outcome(), event_id=NO_CALLBACK, body=None)
    stage.ledger.write(replace(entry, revision=1, outcome=untold if decided else None))
    stage.backend.errors = [JobError(CALLBACK_UNREACHABLE, "CALLBACK", "no answer.")]

    assert stage.sweep() == 2

    [entry] = stage.ledger.read("c")
    assert (entry.finished, stage.backend.told) == (True, [])
