"""What must hold in every state, and where a job may end (docs/testing.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.model.world import Place
from worker.delivery.ledger.poison import MOST_DEATHS
from worker.jobs.ending import Status
from worker.jobs.errors import CRASH_LOOP, Handling

if TYPE_CHECKING:
    from tests.model.world import World


def find_broken(world: World) -> str | None:
    """The first promise that is broken in this state."""
    if world.trespassed:
        return "a worker wrote over its successor"
    if world.charges > 1:
        return "paid twice outside the window between a call and the keeping of its answer"
    if world.uncounted > 1:
        return "paid twice, which the ledger did not count"
    return _find_contradiction(world) or _find_misjudged(world) or _find_bad_end(world)


def _find_contradiction(world: World) -> str | None:
    """The backend keeps what it heard first, unless something supersedes it; what is superseded it may hear late."""
    believed, known, changes = None, set[str](), 0
    for post in world.heard:
        if believed is not None and post.event_id == believed.event_id:
            return "one webhook-id with other bytes"
        if post.event_id in known:
            continue
        if believed is not None and post.supersedes != believed.event_id:
            return f"{believed.status}, then {post.status}, and neither supersedes the other"
        changes += believed is not None
        known |= {post.event_id, post.supersedes or post.event_id}
        believed = post
    return "superseded, though nobody redrove" if changes > world.redrives else None


def _find_misjudged(world: World) -> str | None:
    """Only who has killed two workers is ended as one that kills them."""
    failed = world.entry.outcome.failure if world.entry and world.entry.outcome else None
    loops = failed is not None and failed.reason == CRASH_LOOP.reason
    return "ended as a crash loop, though no two workers vanished" if loops and world.vanished < MOST_DEATHS else None


def _find_bad_end(world: World) -> str | None:
    """Once all has ended, a DONE has its result in S3, and what a redrive may mend is in the dead-letter queue."""
    outcome = world.entry.outcome if world.entry else None
    if outcome is None or not is_settled(world):
        return None
    if outcome.failure is None:
        return "DONE, but another result is in S3" if world.stored is not Status.DONE else None
    may_pass = outcome.failure.handling is not Handling.PERMANENT
    lost = may_pass and all(one.place is not Place.DEAD for one in world.messages)
    return "FAILED for what may pass, but nothing to redrive is in the dead-letter queue" if lost else None


def is_settled(world: World) -> bool:
    """Whether everything has ended: told, or never known to the ledger and dead-lettered (the one gap)."""
    if world.workers or any(one.place in (Place.QUEUE, Place.FLIGHT) for one in world.messages):
        return False
    return world.entry is None or world.entry.finished
