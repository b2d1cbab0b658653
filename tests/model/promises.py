"""What must hold in every state, and where a job may end (DESIGN section 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.model.world import Place
from worker.domain.results import Status

if TYPE_CHECKING:
    from tests.model.world import World


def find_broken(world: World) -> str | None:
    """The first promise that is broken in this state."""
    if world.trespassed:
        return "a worker wrote over its successor"
    if world.charges > 1:
        return "paid twice outside the window between a call and the keeping of its answer"
    return _find_contradiction(world) or _find_other_result(world)


def _find_contradiction(world: World) -> str | None:
    """The backend keeps what it heard first, unless something supersedes it; what is superseded it may hear late."""
    believed, known, changes = None, set[str](), 0
    for telling in world.heard:
        if believed is not None and telling.event_id == believed.event_id:
            return "one webhook-id with other bytes"
        if telling.event_id in known:
            continue
        if believed is not None and telling.supersedes != believed.event_id:
            return f"{believed.status}, then {telling.status}, and neither supersedes the other"
        changes += believed is not None
        known |= {telling.event_id, telling.supersedes or telling.event_id}
        believed = telling
    return "superseded, though nobody redrove" if changes > world.redrives else None


def _find_other_result(world: World) -> str | None:
    """Once a DONE is accepted, the result in S3 is its own."""
    if not is_settled(world) or world.entry is None or world.stored is None:
        return None
    outcome = world.entry.outcome
    done = outcome is not None and outcome.status is Status.DONE
    return "DONE, but another result is in S3" if done and world.stored is not Status.DONE else None


def is_settled(world: World) -> bool:
    """Whether everything has ended: told, or never known to the ledger and dead-lettered (the one gap)."""
    if world.workers or any(one.place in (Place.QUEUE, Place.FLIGHT) for one in world.messages):
        return False
    return world.entry is None or world.entry.finished
