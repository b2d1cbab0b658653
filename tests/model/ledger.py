"""The ledger's one entry: written under the product's condition, and kept in a form in which equal states are equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.model.replacing import replace
from worker.adapters.memory_ledger import MemoryLedger
from worker.delivery.ledger.entry import CLAIMED, Entry, StaleEntryError

if TYPE_CHECKING:
    from tests.model.world import Worker, World

HELD = 1e9
"""The end of a lease in the future; every time of the model is before it."""

OVER = 1.0
"""The end of a lease in the past; 0 is no lease."""

_NOW = 10
"""Revision of what the ledger holds: only distances from it matter."""


class _Marks(dict[str, float]):
    """A dictionary that can be part of a state."""

    def __hash__(self) -> int:  # type: ignore[override] - nobody changes one of these
        return hash(frozenset(self.items())) if self else 0


def is_held(world: World) -> bool:
    """Whether the lease is neither over nor given back."""
    return world.entry is not None and world.entry.lease_until > world.now


def plain(entry: Entry) -> Entry:
    """The same entry without what makes no difference: names, times that nobody compares, counts of what has ended."""
    lease = entry.lease_until and (HELD if entry.lease_until > HELD / 2 else OVER)
    changes: dict[str, Any] = {"first_seen": 0, "updated_at": 0, "owner": "", "lease_until": lease}
    changes |= {"resent": _Marks(entry.resent), "waiting": None}
    if entry.outcome is None:
        return replace(entry, **changes, died_in=_Marks(entry.died_in))
    accepted = None if entry.outcome.accepted_at is None else 1.0
    outcome = replace(entry.outcome, send_count=0, accepted_at=accepted, resend_at=0.0)
    return replace(entry, **changes, died_in=_Marks(), failures=0, deaths=0, yields=0, stage="", outcome=outcome)


def clear_of_death(world: World, entry: Entry) -> Entry:
    """An entry as its worker left it, if that noted so under `work/` (`claiming`)."""
    noted = entry.at_work and world.left == entry.epoch and world.rules.heeds_notes
    return replace(entry, lease_until=0.0) if noted and entry.lease_until <= world.now else entry


def claim(world: World, entry: Entry) -> Entry:
    """Take an entry over; without its rule a claim that was never followed by a stage is taken for a death."""
    if entry.stage == CLAIMED and not world.rules.spares_claims:
        entry = replace(entry, stage="CLAIM, counted")
    return plain(entry.claimed(world.now, HELD))


def write(world: World, worker: Worker, entry: Entry, *then: Worker) -> World | None:
    """The world in which a worker wrote an entry and goes on as `then`, or None where the ledger refuses it."""
    if world.rules.fences_writes:
        try:
            MemoryLedger([world.entry] if world.entry else []).write(entry)
        except StaleEntryError:
            return None
    trespassed = world.trespassed or (world.entry is not None and entry.epoch < world.entry.epoch)
    return _rebase(replace(world.turned(worker, *then), entry=entry, trespassed=trespassed))


def note(world: World, entry: Entry) -> World:
    """The world in which somebody who holds nothing has written an entry as it stands, with something noted."""
    return _rebase(replace(world, entry=entry.written(world.now)))


def forget_marks(world: World, marks: set[str]) -> World:
    """The world in which only these marks are known: no message comes with another any more."""

    def forget(entry: Entry) -> Entry:
        return replace(entry, resent=_Marks({mark: at for mark, at in entry.resent.items() if mark in marks}))

    workers = tuple(replace(worker, entry=forget(worker.entry)) for worker in world.workers)
    return replace(world, entry=world.entry and forget(world.entry), workers=workers)


def _rebase(world: World) -> World:
    """Count revisions from what the ledger holds; whoever is behind it is behind for ever."""
    assert world.entry is not None
    gap = _NOW - world.entry.revision

    def shift(entry: Entry) -> Entry:
        revision = entry.revision + gap
        return plain(replace(entry, revision=revision if revision >= _NOW else 1))

    workers = tuple(replace(worker, entry=shift(worker.entry)) for worker in world.workers)
    return replace(world, entry=shift(world.entry), workers=workers)
