"""A worker's write to the ledger, with everything that it may come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.model.ledger import plain, write
from tests.model.queue import Step, defer, give_back
from tests.model.replacing import replace
from tests.model.world import Doing, Worker, World
from worker.delivery.ledger.entry import Entry, StaleEntryError

if TYPE_CHECKING:
    from collections.abc import Iterator

Next = Worker | Callable[[World, int | None], World]
"""How a worker goes on, or what becomes of its message where it is done."""


@dataclass(frozen=True, slots=True)
class Write:
    """What `take` makes of the entry is written; the worker goes on as `then`, or as `failing` where it hears no."""

    label: str
    take: Callable[[Entry], Entry]
    then: Next
    failing: Next = give_back


def make(world: World, worker: Worker, step: Write) -> Iterator[Step]:
    """Write. What fails may have been made, without an answer; then the worker finds it at its next write."""
    entry = _take(step, _find_own(world, worker))
    made = entry and _go_on(world, worker, entry, step.then, entry)
    if entry is None and _leaves(world, worker):
        yield f"{step.label}: decided before", world.turned(worker, replace(worker, doing=Doing.LEAVE))
        return
    if entry is None or made is None:
        yield f"{step.label}: refused", defer(world.turned(worker), worker.message)
        return
    yield step.label, made
    if world.faults.errors:
        failed = world.spend("errors")
        ends = not isinstance(step.failing, Worker)
        failing = replace(worker, doing=Doing.LEAVE) if ends and _leaves(world, worker) else step.failing
        yield f"{step.label}: fails", _end(failed, worker, failing)
        unheard = _go_on(failed, worker, entry, failing, worker.entry)
        assert unheard is not None
        yield f"{step.label}: made, but no answer", unheard


def leave(world: World, worker: Worker) -> Iterator[Step]:
    """Let the job go, or note that the worker is alive where the ledger does not answer, or time is short."""
    epoch = worker.entry.epoch

    def note(after: World, index: int | None) -> World:
        return give_back(replace(after, left=epoch), index)

    yield "notes that it is alive", note(world.turned(worker), worker.message)
    yield from make(world, worker, Write("leaves", lambda entry: entry.released(world.now), give_back, note))


def _leaves(world: World, worker: Worker) -> bool:
    """Whether a worker that can do no more has a lease to let go: the sweep lets its own run out."""
    done = worker.message is None or worker.doing in (Doing.CLAIM, Doing.LEAVE)
    return world.rules.leaves_no_lease and not done


def _take(step: Write, entry: Entry) -> Entry | None:
    """The entry after the step, or None where that is none to take from here."""
    try:
        return plain(step.take(entry))
    except StaleEntryError:
        return None


def _find_own(world: World, worker: Worker) -> Entry:
    """The entry as it stands, if the last claim was this worker's (`lease`); else what the worker knows."""
    found = world.entry
    own = found is not None and found.epoch == worker.entry.epoch and worker.doing is not Doing.CLAIM
    return found if found is not None and own else worker.entry


def _go_on(world: World, worker: Worker, entry: Entry, then: Next, known: Entry) -> World | None:
    """The world after a write, of which the worker knows `known`."""
    if isinstance(then, Worker):
        return write(world, worker, entry, replace(then, entry=known))
    after = write(world, worker, entry)
    return after and then(after, worker.message)


def _end(world: World, worker: Worker, then: Next) -> World:
    if isinstance(then, Worker):
        return world.turned(worker, replace(then, entry=worker.entry))
    return then(world.turned(worker), worker.message)
