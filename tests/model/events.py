"""What happens apart from the workers' own steps: the sweep, time, faults, and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.model.ledger import OVER, claim, clear_of_death, is_held
from tests.model.queue import Step, give_back
from tests.model.replacing import replace
from tests.model.world import WORKERS, Doing, Message, Place, Worker, World
from worker.delivery.ledger.due import DeathLimits, is_due

if TYPE_CHECKING:
    from collections.abc import Iterator

IN_THE_WINDOW = (Doing.PAY, Doing.KEEP)
"""Between the last look at what is kept and the keeping: who is killed or paused here may pay once more than needed."""

UNFENCED = (Doing.PUT,)
"""No worker is paused between its last look at the ledger and its put of the result: S3 knows no epochs.

docs/design.md says why that is enough."""

_SOON = 2.0
"""Seconds from one notification of an upload to another; every end is decided later than that."""

_LONG = 1e9
"""More seconds than the model has: the silence of a job whose message still comes."""


def sweep(world: World) -> Iterator[Step]:
    """Let the sweep take a job that is dead, or an outcome that was not accepted."""
    if not world.rules.sweeps or world.entry is None or len(world.workers) == WORKERS:
        return
    entry = clear_of_death(world, world.entry)
    dead = not world.workers and all(one.place in (Place.DEAD, Place.GONE) for one in world.messages)
    if is_due(entry, DeathLimits(0.0 if dead else _LONG, world.rules.receives), world.now):
        worker = Worker(None, Doing.CLAIM, claim(world, entry))
        yield "the sweep takes the job", world.turned(worker, worker)
    elif world.faults.silences and is_due(entry, DeathLimits(0.0, world.rules.receives), world.now):
        worker = Worker(None, Doing.CLAIM, claim(world, entry))
        yield "nothing is written for long, the sweep takes the job", world.spend("silences").turned(worker, worker)


def end_lease(world: World) -> Iterator[Step]:
    """Let a lease run out: of a worker that is no more, or of a paused one, whose message is visible again too."""
    if world.entry is None or not is_held(world):
        return
    over = replace(world, entry=replace(world.entry, lease_until=OVER))
    holder = next((one for one in world.workers if _holds(one, world)), None)
    if holder is None:
        yield "the lease runs out", over
    elif world.faults.zombies and holder.doing not in UNFENCED:
        paused = replace(holder, entry=replace(holder.entry, lease_until=OVER))
        charges = world.charges - (holder.doing in IN_THE_WINDOW)
        after = replace(give_back(over.spend("zombies"), holder.message), charges=charges, vanished=over.vanished + 1)
        yield f"worker {holder.entry.epoch} is paused, its lease runs out", after.turned(holder, paused)


def _holds(worker: Worker, world: World) -> bool:
    return worker.doing is not Doing.CLAIM and world.entry is not None and worker.entry.epoch == world.entry.epoch


def crash(world: World) -> Iterator[Step]:
    """Kill a worker."""
    for worker in world.workers if world.faults.crashes else ():
        charges = world.charges - (worker.doing is Doing.KEEP)
        after = replace(world.spend("crashes"), charges=charges, vanished=world.vanished + 1)
        yield f"worker {worker.entry.epoch} is killed before {worker.doing}", after.turned(worker)


def duplicate(world: World) -> Iterator[Step]:
    """Let S3 notify twice, or SQS deliver what is still being worked on."""
    if not world.faults.duplicates:
        return
    left = world.spend("duplicates")
    if len(world.messages) == 1:
        [before] = world.messages
        sent = (before.first if before.mark else before.sent) + _SOON
        yield "S3 notifies once more", replace(left, messages=(*left.messages, Message(sent)))
    for index, message in enumerate(world.messages):
        if message.place is Place.FLIGHT:
            yield "SQS shows the message to another worker", give_back(left, index)


def redrive(world: World) -> Iterator[Step]:
    """Let a person move a message back from the dead-letter queue."""
    for index, message in enumerate(world.messages):
        if message.place is Place.DEAD and world.faults.redrives:
            later = replace(world.spend("redrives"), redrives=world.redrives + 1)
            anew = replace(message, sent=later.now - 5.0, receives=0, place=Place.QUEUE)
            yield "a person redrives the message", later.moved(index, anew)
