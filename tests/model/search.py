"""Breadth first through every state, and the shortest way to one that breaks a promise."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from tests.model import ending, events, paying, queue, waiting, work, writes
from tests.model.promises import find_broken, is_settled
from tests.model.world import Doing, World

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from tests.model.queue import Step

_STEPS = {
    Doing.CLAIM: work.claim,
    Doing.BEGIN: work.begin,
    Doing.BEGIN_CALL: paying.begin_call,
    Doing.PAY: paying.pay,
    Doing.KEEP: paying.keep,
    Doing.END_CALL: paying.end_call,
    Doing.STORE: work.store,
    Doing.PUT: work.put,
    Doing.COUNT: work.count,
    Doing.LEAVE: writes.leave,
    Doing.SEND_ANEW: waiting.send,
    Doing.FORGET: waiting.forget_message,
    Doing.NOTE: ending.note,
    Doing.DECIDE: ending.decide_end,
    Doing.REREAD: ending.reread,
    Doing.SEND: ending.send,
    Doing.NOTE_SENT: ending.note_sent,
}

_EVENTS = (queue.receive, queue.show_again, events.sweep, events.end_lease)
_FAULTS = (events.crash, events.duplicate, events.redrive)


@dataclass
class Findings:
    """Every state in the order of its distance, and what is broken: a promise, and the shortest way there.

    `steps` says of each state from which one it was reached first, and how.
    """

    reached: list[World] = field(default_factory=list["World"])
    steps: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    broken: str | None = None
    story: list[str] = field(default_factory=list[str])

    def tell(self, promise: str, number: int) -> Findings:
        """Note a broken promise, with everything that happened on the way."""
        self.broken = promise
        while number:
            number, label = self.steps[number]
            self.story.insert(0, label)
        return self

    def __str__(self) -> str:
        lines = (f"{number:3}. {label}" for number, label in enumerate(self.story, 1))
        return "\n".join([self.broken or f"{len(self.reached)} states, nothing broken", *lines])


def explore(start: World) -> Findings:
    """Visit every state that can be reached; stop at the first that breaks a promise."""
    findings = Findings([start], [(0, "")])
    numbers, before = {start: 0}, [list[int]()]
    with _no_collections():
        for number, world in enumerate(findings.reached):
            if broken := find_broken(world):
                return findings.tell(broken, number)
            for label, after, unharmed in _follow(world):
                # The one look at a state as a whole, which takes long.
                found = numbers.setdefault(after, len(numbers))
                if found == len(findings.reached):
                    findings.reached.append(after)
                    findings.steps.append((number, label))
                    before.append([])
                if unharmed:
                    before[found].append(number)
        return _find_stuck(findings, before)


@contextmanager
def _no_collections() -> Generator[None]:
    """Nothing becomes garbage here that Python would not see at once; to look for it takes as long as all the rest."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _follow(world: World) -> Iterator[tuple[str, World, bool]]:
    """Everything that can happen next, and whether it happens without a fault."""
    workings: Iterator[Step] = chain.from_iterable(_work(world))
    for label, after in chain(workings, *(happen(world) for happen in (*_EVENTS, *_FAULTS))):
        yield label, after, after.faults == world.faults


def _work(world: World) -> Iterator[Iterator[Step]]:
    for worker in world.workers:
        who = f"{'sweep' if worker.message is None else 'worker'} {worker.entry.epoch}"
        yield ((f"{who} {label}", after) for label, after in _STEPS[worker.doing](world, worker))


def _find_stuck(findings: Findings, before: list[list[int]]) -> Findings:
    """Find the first state from which, though nothing goes wrong any more, the job never comes to its end."""
    waiting = [number for number, world in enumerate(findings.reached) if is_settled(world)]
    ended = set(waiting)
    for number in waiting:
        fresh = [one for one in before[number] if one not in ended]
        ended.update(fresh)
        waiting.extend(fresh)
    stuck = next((number for number in range(len(before)) if number not in ended), None)
    return findings if stuck is None else findings.tell("the job never comes to its end", stuck)
