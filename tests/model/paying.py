"""The paid call: noted in the ledger before it is made, its answer saved, and the note removed (`checkpoints`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.model.ledger import HELD
from tests.model.queue import Step, defer
from tests.model.replacing import replace
from tests.model.work import PASSING, fail
from tests.model.world import Doing, Worker, World
from tests.model.writes import Write, make
from worker.jobs.errors import STT_OUT_OF_TIME, STT_REJECTED, Condition

if TYPE_CHECKING:
    from collections.abc import Iterator

CALL = "STT"


def begin_call(world: World, worker: Worker) -> Iterator[Step]:
    """Note in the ledger that a paid call is about to be made, or yield for want of time."""
    then = replace(worker, doing=Doing.PAY, again=CALL in worker.entry.orphaned_calls)
    step = Write("notes the call", lambda entry: entry.call_began(CALL, world.now, HELD), then, fail(worker, PASSING))
    yield from make(world, worker, step)
    if world.faults.timeouts and worker.entry.yields < world.rules.yields:
        step = Write("yields", lambda entry: entry.yielded(world.now), defer)
        yield from make(world.spend("timeouts"), worker, step)
    elif world.faults.timeouts:
        ended = replace(fail(worker, STT_OUT_OF_TIME), doing=Doing.DECIDE)
        yield "has had too little time too often", world.spend("timeouts").turned(worker, ended)


def pay(world: World, worker: Worker) -> Iterator[Step]:
    """Ask a paid service."""
    counted = replace(world, uncounted=world.uncounted - worker.again)
    paid = replace(counted, charges=world.charges + 1, uncounted=counted.uncounted + 1)
    yield "pays", paid.turned(worker, replace(worker, doing=Doing.KEEP, again=False))
    if world.faults.errors:
        for condition in (PASSING, STT_REJECTED):
            failed = counted.spend("errors").turned(worker, _bring_none(world, worker, condition))
            yield f"fails or hears nothing: {condition.reason}", failed


def _bring_none(world: World, worker: Worker, condition: Condition) -> Worker:
    failed = replace(fail(worker, condition), again=False)
    return replace(failed, doing=Doing.END_CALL) if world.rules.notes_calls else failed


def keep(world: World, worker: Worker) -> Iterator[Step]:
    """Keep the answer; one that cannot be kept is used all the same."""
    saved = replace(worker, doing=Doing.END_CALL if world.rules.notes_calls else Doing.STORE)
    yield "keeps the answer", replace(world, kept=world.rules.keeps_answers).turned(worker, saved)
    if world.faults.errors:
        lost = replace(world.spend("errors"), charges=world.charges - 1)
        yield "cannot keep the answer", lost.turned(worker, replace(worker, doing=Doing.STORE))


def end_call(world: World, worker: Worker) -> Iterator[Step]:
    """Remove the call from the ledger; a failure changes nothing."""
    then = replace(worker, doing=Doing.COUNT if worker.failure else Doing.STORE)
    answered = not worker.failure
    step = Write("removes the call", lambda entry: entry.call_ended(CALL, world.now, saved=answered), then, then)
    yield from make(world, worker, step)
