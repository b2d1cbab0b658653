"""How a worker decides the end of a job and sends it (`outbox`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.model.callbacks import Post, compose, decide, report
from tests.model.queue import Step, acknowledge, give_back
from tests.model.replacing import replace
from tests.model.world import Answer, Doing, Worker, World
from tests.model.writes import Write, make
from worker.delivery.ledger.outcome import Abandoned
from worker.jobs.errors import (
    CALLBACK_CLOSED,
    CALLBACK_REJECTED,
    CALLBACK_UNAVAILABLE,
    STT_UNAVAILABLE,
    Handling,
    JobError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from worker.delivery.ledger.entry import Entry

UNDECIDED = STT_UNAVAILABLE
"""A DONE that cannot be written to the ledger fails the attempt, as anything else that may pass."""

_ERRORS = {
    Answer.ACCEPTED: None,
    Answer.NONE: JobError(CALLBACK_UNAVAILABLE, ""),
    Answer.REFUSED: JobError(CALLBACK_REJECTED, ""),
    Answer.CLOSED: JobError(CALLBACK_CLOSED, ""),
}


def note(world: World, worker: Worker) -> Iterator[Step]:
    """Keep the body of a DONE, which is too long for the ledger."""
    post = _compose(worker)
    doing = Doing.DECIDE if world.rules.decides_before_sending else Doing.SEND
    bodies = dict(world.bodies) | {_body_name(world, worker.entry): post}
    noted = replace(world, bodies=frozenset(bodies.items()))
    yield "keeps the callback", noted.turned(worker, replace(worker, doing=doing, post=post))


def decide_end(world: World, worker: Worker) -> Iterator[Step]:
    """Decide the outcome."""
    post = _compose(worker)
    then = replace(worker, doing=Doing.SEND, post=post)
    failing = give_back if worker.failure else replace(worker, doing=Doing.COUNT, failure=report(UNDECIDED), post=None)
    yield from make(world, worker, Write(f"decides {post.status}", _deciding(world, worker), then, failing))


def reread(world: World, worker: Worker) -> Iterator[Step]:
    """Find what was decided to tell: a FAILED in the ledger, a DONE in S3."""
    outcome = worker.entry.outcome
    assert outcome is not None
    if outcome.failure is None:
        post = dict(world.bodies)[outcome.kept_as]
    else:
        post = compose(outcome.failure, worker.entry.supersedes, int(outcome.body or ""))
    yield "reads the callback again", world.turned(worker, replace(worker, doing=Doing.SEND, post=post))


def send(world: World, worker: Worker) -> Iterator[Step]:
    """Tell the backend; an answer that is lost is none to the worker."""
    assert worker.post is not None
    heard = world.hears(worker.post)
    yield f"sends {worker.post.status}", heard.turned(worker, _answered(worker, Answer.ACCEPTED))
    if world.faults.refusals:
        for answer in (Answer.NONE, Answer.REFUSED, Answer.CLOSED):
            label = f"sends {worker.post.status}, which is not accepted: {answer}"
            yield label, world.spend("refusals").turned(worker, _answered(worker, answer))
    if world.faults.lost_answers:
        label = f"sends {worker.post.status}, but hears no answer"
        yield label, heard.spend("lost_answers").turned(worker, _answered(worker, Answer.NONE))


def _answered(worker: Worker, answer: Answer) -> Worker:
    return replace(worker, doing=Doing.NOTE_SENT, answer=answer)


def note_sent(world: World, worker: Worker) -> Iterator[Step]:
    """Note what the backend said, and be done with the message; the sweep sends again what was refused."""
    failed = worker.entry.outcome.failure if worker.entry.outcome else worker.failure
    over = failed is None or failed.handling is Handling.PERMANENT
    decide_it, error = _deciding(world, worker), _ERRORS[worker.answer]
    again = Abandoned.CLOSED if worker.answer is Answer.CLOSED else 0.0

    def sent(entry: Entry) -> Entry:
        decided = entry if entry.outcome else decide_it(entry)
        return decided.sent(world.now, error, again)

    end = acknowledge if over and worker.answer is not Answer.NONE else give_back
    yield from make(world, worker, Write(f"notes that the answer was {worker.answer}", sent, end))


def _compose(worker: Worker) -> Post:
    return worker.post or compose(worker.failure, worker.entry.supersedes, worker.entry.epoch)


def _deciding(world: World, worker: Worker) -> Callable[[Entry], Entry]:
    outcome = decide(_compose(worker), worker.failure, world.clock, _body_name(world, worker.entry))
    once = world.rules.decides_once
    return lambda entry: (entry if once else replace(entry, outcome=None)).decided(outcome, world.clock)


def _body_name(world: World, entry: Entry) -> str:
    return f"callback-{entry.epoch}.json" if world.rules.keeps_each_body_apart else "callback.json"
