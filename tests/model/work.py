"""What a worker does with a job it has claimed, up to its end (`attempts`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.model.callbacks import compose, report
from tests.model.ledger import HELD
from tests.model.queue import Step, defer, give_back
from tests.model.replacing import replace
from tests.model.waiting import wait
from tests.model.world import Doing, Worker, World
from tests.model.writes import Write, make
from worker.delivery.ledger.poison import find_poison
from worker.jobs.ending import Status
from worker.jobs.errors import LLM_UNAVAILABLE, STT_UNAVAILABLE, WORKER_DIED, Condition, Handling

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSING = STT_UNAVAILABLE
DRAFTED = LLM_UNAVAILABLE
"""A failure that leaves something paid for behind: it is stored with the failed result."""


def claim(world: World, worker: Worker) -> Iterator[Step]:
    """Take the job; what is decided is sent, what kills its workers is ended, and the sweep begins nothing."""
    poison = find_poison(worker.entry, world.rules.receives)
    condition = poison.condition if poison else WORKER_DIED if worker.message is None else None
    then = replace(worker, doing=Doing.BEGIN)
    if worker.entry.outcome is not None and world.rules.decides_once:
        then = replace(worker, doing=Doing.REREAD)
    elif condition is not None:
        then = fail(worker, condition)
    yield from make(world, worker, Write("claims the job", lambda entry: entry, then))


def fail(worker: Worker, condition: Condition) -> Worker:
    """The worker whose attempt has failed."""
    return replace(worker, doing=Doing.COUNT, failure=report(condition))


def begin(world: World, worker: Worker) -> Iterator[Step]:
    """Begin to work; an answer that was kept is not paid again."""
    ask = Doing.BEGIN_CALL if world.rules.notes_calls else Doing.PAY
    then = replace(worker, doing=Doing.STORE if world.kept else ask)
    step = Write("begins", lambda entry: entry.stage_began("STT", world.now, HELD), then, fail(worker, PASSING))
    yield from make(world, worker, step)


def store(world: World, worker: Worker) -> Iterator[Step]:
    """Begin to store; a failed result that cannot be stored is sent all the same."""
    then = replace(worker, doing=Doing.PUT)
    failing = replace(worker, doing=Doing.DECIDE) if worker.failure else fail(worker, PASSING)
    step = Write("begins to store", lambda entry: entry.stage_began("STORE", world.now, HELD), then, failing)
    yield from make(world, worker, step)
    if world.faults.errors and worker.failure is None:
        yield "fails: no summary", world.spend("errors").turned(worker, fail(worker, DRAFTED))
    yield from wait(world, worker)


def put(world: World, worker: Worker) -> Iterator[Step]:
    """Store the result."""
    status, doing = (Status.FAILED, Doing.DECIDE) if worker.failure else (Status.DONE, Doing.NOTE)
    yield f"stores a {status} result", replace(world, stored=status).turned(worker, replace(worker, doing=doing))
    if world.faults.errors and worker.failure is None:
        failed = world.spend("errors").turned(worker, fail(worker, PASSING))
        yield "cannot store the result", failed


def count(world: World, worker: Worker) -> Iterator[Step]:
    """Count a failed attempt, or end the job; a worker stores a failed result, too, which the sweep does not."""
    assert worker.failure is not None
    swept = worker.message is None
    if worker.failure.handling is Handling.PERMANENT or swept or worker.entry.attempts + 1 >= world.rules.receives:
        yield "gives up", world.turned(worker, replace(worker, doing=Doing.DECIDE if swept else Doing.STORE))
        return
    if not world.rules.sends_only_final_failures:
        world = world.hears(compose(worker.failure, worker.entry.supersedes, worker.entry.epoch))
    index = worker.message
    last = index is not None and world.messages[index].receives >= world.rules.receives
    step = Write("lets go", lambda entry: entry.attempt_failed(world.now), defer if last else give_back)
    yield from make(world, worker, step)
