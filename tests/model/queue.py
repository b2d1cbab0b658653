"""SQS: receives, visibility, the dead-letter queue, and what becomes of a message at the end of a delivery."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from tests.model.callbacks import JOB
from tests.model.ledger import HELD, claim, clear_of_death, forget_marks, note
from tests.model.replacing import replace
from tests.model.world import WORKERS, Doing, Message, Place, Worker, World
from worker.delivery.delivery import Delivery, Requeued
from worker.delivery.ledger.claim import Busy, Over, weigh_claim

if TYPE_CHECKING:
    from collections.abc import Iterator

Step = tuple[str, World]
"""What happens, and the world after it."""


def acknowledge(world: World, index: int | None) -> World:
    """Delete a message; one that SQS has moved to the dead-letter queue meanwhile stays there."""
    if index is None or world.messages[index].place is Place.DEAD:
        return world
    return world.moved(index, replace(world.messages[index], place=Place.GONE))


def give_back(world: World, index: int | None) -> World:
    """Report a message as failed; it can be received again, for all the model knows at once."""
    if index is None or world.messages[index].place is not Place.FLIGHT:
        return world
    return world.moved(index, replace(world.messages[index], place=Place.QUEUE))


def defer(world: World, index: int | None) -> World:
    """Let a message wait, as a new one where it has no receive left."""
    if index is None or world.messages[index].receives < world.rules.receives or not world.rules.lets_busy_wait:
        return give_back(world, index)
    return _send(acknowledge(world, index), index)


def send_anew(world: World, index: int) -> World:
    """Send the message of a job that waits as a new one, before the old one is deleted."""
    return _send(world, index) if world.rules.sends_waits_anew else world


def forget(world: World, index: int | None) -> World:
    """Be done with the message of a job that waits."""
    return acknowledge(world, index) if world.rules.sends_waits_anew else give_back(world, index)


def _send(gone: World, index: int) -> World:
    before = gone.messages[index]
    marks = {one.mark for one in gone.messages if one.place is not Place.GONE}
    again = Message(gone.now + 1)
    if gone.rules.remembers_first_sending:
        mark = next(mark for mark in map(str, count(1)) if mark not in marks)
        again = replace(again, first=before.first if before.mark else before.sent, mark=mark)
    gone = forget_marks(gone, marks)
    if gone.messages[index].place is Place.GONE:
        return gone.moved(index, again)
    return replace(gone, messages=(*gone.messages, again))


def receive(world: World) -> Iterator[Step]:
    """Deliver a message to a free worker, or move it to the dead-letter queue."""
    for index, message in enumerate(world.messages):
        if message.place is not Place.QUEUE:
            continue
        if message.receives >= world.rules.receives:
            yield "SQS dead-letters the message", world.moved(index, replace(message, place=Place.DEAD))
        elif len(world.workers) < WORKERS:
            received = replace(message, receives=message.receives + 1, place=Place.FLIGHT)
            yield _weigh(world.moved(index, received), index, f"receive {received.receives}")


def _weigh(world: World, index: int, label: str) -> Step:
    """What a delivery finds in the ledger; its claim is not written yet."""
    now = world.clock if world.rules.respects_leases else HELD
    delivery = _deliver(world.messages[index])
    if world.rules.asks_the_queue:
        delivery = replace(delivery, hidden_at=now + world.rules.late)
    found = weigh_claim(world.entry, None, JOB, delivery, now)
    match found:
        case Over():
            end = give_back if found.redrivable and world.rules.dead_letters_failures else acknowledge
            noted = note(world, found.noted) if found.noted else world
            return f"{label}: {found.reason}", end(noted, index)
        case Busy():
            return f"{label}: busy", defer(world, index)
        case _:
            entry = found if world.rules.names_what_it_supersedes else replace(found, supersedes=None)
            taking = Worker(index, Doing.CLAIM, claim(world, clear_of_death(world, entry)))
            return f"{label}: claims", world.turned(taking, taking)


def _deliver(message: Message) -> Delivery:
    if not message.mark:
        return Delivery("", message.receives, last=False, sent_at=message.sent)
    again = Requeued(message.mark, message.sent)
    return Delivery("", message.receives, last=False, sent_at=message.first, requeued=again)


def show_again(world: World) -> Iterator[Step]:
    """End the visibility timeout of a message whose worker was killed."""
    worked_on = {worker.message for worker in world.workers}
    for index, message in enumerate(world.messages):
        if message.place is Place.FLIGHT and index not in worked_on:
            yield "the message is visible again", give_back(world, index)
