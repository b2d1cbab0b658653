"""How a worker decides the end of a job and tells it (`telling`)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.model.queue import Step, acknowledge, give_back
from tests.model.telling import Telling, compose, decide, report
from tests.model.world import Doing, Worker, World
from tests.model.writes import Write, make
from worker.domain.errors import Axis, Condition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from worker.domain.ledger import Entry

UNDECIDED = Condition.STT_UNAVAILABLE
"""A DONE that cannot be written to the ledger fails the attempt, as anything else that may pass."""


def note(world: World, worker: Worker) -> Iterator[Step]:
    """Keep the body of a DONE, which is too long for the ledger."""
    telling = _compose(worker)
    doing = Doing.SETTLE if world.rules.decides_before_telling else Doing.TELL
    bodies = dict(world.bodies) | {_body_name(world, worker.entry): telling}
    noted = replace(world, bodies=frozenset(bodies.items()))
    yield "keeps the callback", noted.turned(worker, replace(worker, doing=doing, telling=telling))


def settle(world: World, worker: Worker) -> Iterator[Step]:
    """Decide the outcome."""
    telling = _compose(worker)
    then = replace(worker, doing=Doing.TELL, telling=telling)
    failing = (
        give_back if worker.failure else replace(worker, doing=Doing.COUNT, failure=report(UNDECIDED), telling=None)
    )
    yield from make(world, worker, Write(f"decides {telling.status}", _settling(world, worker), then, failing))


def recall(world: World, worker: Worker) -> Iterator[Step]:
    """Find what was decided to tell: a FAILED in the ledger, a DONE in S3."""
    outcome = worker.entry.outcome
    assert outcome is not None
    if outcome.failure is None:
        telling = dict(world.bodies)[outcome.kept_as]
    else:
        telling = compose(outcome.failure, worker.entry.supersedes, int(outcome.body or ""))
    yield "recalls the callback", world.turned(worker, replace(worker, doing=Doing.TELL, telling=telling))


def tell(world: World, worker: Worker) -> Iterator[Step]:
    """Tell the backend; an answer that is lost is no answer to the worker."""
    assert worker.telling is not None
    heard = world.hears(worker.telling)
    told = replace(worker, doing=Doing.NOTE_TOLD, accepted=True)
    untold = replace(told, accepted=False)
    yield f"tells {worker.telling.status}", heard.turned(worker, told)
    if world.faults.refusals:
        yield "is refused by the backend", world.spend("refusals").turned(worker, untold)
    if world.faults.lost_answers:
        label = f"tells {worker.telling.status}, but hears no answer"
        yield label, heard.spend("lost_answers").turned(worker, untold)


def note_told(world: World, worker: Worker) -> Iterator[Step]:
    """Note in the ledger whether the backend accepted, and be done with the message."""
    failed = worker.entry.outcome.failure if worker.entry.outcome else worker.failure
    over = failed is None or failed.axis is Axis.PERMANENT
    settle = _settling(world, worker)

    def told(entry: Entry) -> Entry:
        return (entry if entry.outcome else settle(entry)).told(world.now, accepted=worker.accepted)

    label = f"notes that it was {'' if worker.accepted else 'not '}accepted"
    end = acknowledge if worker.accepted and over else give_back
    yield from make(world, worker, Write(label, told, end))


def _compose(worker: Worker) -> Telling:
    return worker.telling or compose(worker.failure, worker.entry.supersedes, worker.entry.epoch)


def _settling(world: World, worker: Worker) -> Callable[[Entry], Entry]:
    outcome = decide(_compose(worker), worker.failure, world.now, _body_name(world, worker.entry))
    return lambda entry: entry.settled(outcome, world.now)


def _body_name(world: World, entry: Entry) -> str:
    return f"callback-{entry.epoch}.json" if world.rules.keeps_each_body_apart else "callback.json"
