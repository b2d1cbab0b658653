"""A job that waits for what it has paid for: it is let go in the ledger first, then its message is sent anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.model.queue import Step, forget, give_back, send_anew
from tests.model.replacing import replace
from tests.model.world import Doing, Worker, World
from tests.model.writes import Write, make
from worker.delivery.ledger.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Iterator

_WAITING = Waiting("stt", 0.0, 0.0)


def wait(world: World, worker: Worker) -> Iterator[Step]:
    """Find that what was paid for is not ready, and let the job go."""
    if not world.faults.waits or worker.failure is not None or worker.message is None:
        return
    then = replace(worker, doing=Doing.SEND_ANEW if world.rules.sends_before_deleting else Doing.FORGET)
    step = Write("is too early, the job waits", lambda entry: entry.waits(_WAITING, 0.0, world.now), then)
    yield from make(world.spend("waits"), worker, step)


def send(world: World, worker: Worker) -> Iterator[Step]:
    """Send the message anew; one that cannot be sent comes back, which uses a receive."""
    assert worker.message is not None
    then = [replace(worker, doing=Doing.FORGET)] if world.rules.sends_before_deleting else []
    yield "sends the message anew", send_anew(world.turned(worker, *then), worker.message)
    if world.faults.errors:
        yield "cannot send the message anew", give_back(world.spend("errors").turned(worker), worker.message)


def forget_message(world: World, worker: Worker) -> Iterator[Step]:
    """Acknowledge the old message."""
    then = [] if world.rules.sends_before_deleting else [replace(worker, doing=Doing.SEND_ANEW)]
    yield "acknowledges the old message", forget(world.turned(worker, *then), worker.message)
