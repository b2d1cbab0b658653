"""Breadth first through every state, and the shortest way to one that breaks a promise."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from tests.model import ending, events, paying, queue, work, writes
from tests.model.promises import find_broken, is_settled
from tests.model.world import Doing, World

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    """How each state was reached first, and what is broken: a promise, and the shortest way there."""

    reached: dict[World, tuple[World, str] | None] = field(default_factory=dict["World", "tuple[World, str] | None"])
    broken: str | None = None
    story: list[str] = field(default_factory=list[str])

    def tell(self, promise: str, world: World) -> Findings:
        """Note a broken promise, with everything that happened on the way."""
        self.broken = promise
        step = self.reached[world]
        while step is not None:
            before, label = step
            self.story.insert(0, label)
            step = self.reached[before]
        return self

    def __str__(self) -> str:
        lines = (f"{number:3}. {label}" for number, label in enumerate(self.story, 1))
        return "\n".join([self.broken or f"{len(self.reached)} states, nothing broken", *lines])


def explore(start: World) -> Findings:
    """Visit every state that can be reached; stop at the first that breaks a promise."""
    findings = Findings({start: None})
    before: dict[World, list[World]] = {}
    waiting = deque([start])
    while waiting:
        world = waiting.popleft()
        broken = find_broken(world)
        if broken:
            return findings.tell(broken, world)
        for label, after, unharmed in _follow(world):
            if unharmed:
                before.setdefault(after, []).append(world)
            if after not in findings.reached:
                findings.reached[after] = (world, label)
                waiting.append(after)
    return _find_stuck(findings, before)


def _follow(world: World) -> Iterator[tuple[str, World, bool]]:
    """Everything that can happen next, and whether it happens without a fault."""
    workings: Iterator[Step] = chain.from_iterable(_work(world))
    for label, after in chain(workings, *(happen(world) for happen in (*_EVENTS, *_FAULTS))):
        yield label, after, after.faults == world.faults


def _work(world: World) -> Iterator[Iterator[Step]]:
    for worker in world.workers:
        who = f"{'sweep' if worker.message is None else 'worker'} {worker.entry.epoch}"
        yield ((f"{who} {label}", after) for label, after in _STEPS[worker.doing](world, worker))


def _find_stuck(findings: Findings, before: dict[World, list[World]]) -> Findings:
    """Find the first state from which, though nothing goes wrong any more, the job never comes to its end."""
    ended = {world for world in findings.reached if is_settled(world)}
    waiting = deque(ended)
    while waiting:
        for world in before.get(waiting.popleft(), ()):
            if world not in ended:
                ended.add(world)
                waiting.append(world)
    stuck = next((world for world in findings.reached if world not in ended), None)
    return findings.tell("the job never comes to its end", stuck) if stuck else findings
