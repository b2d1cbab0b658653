"""When the sweep has to look after a job: a dead one that nobody was told of, or an outcome that nobody accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.settings.worker import SILENCE_SECONDS

if TYPE_CHECKING:
    from worker.delivery.ledger.entry import Entry


@dataclass(frozen=True, slots=True)
class Patience:
    """What a job may do before it is taken for dead.

    `silence` is `JOB_SILENCE_SECONDS`: how long nothing is written of it while it waits for another attempt.
    `attempts` is `MAX_RECEIVE_COUNT`.
    """

    silence: float = SILENCE_SECONDS
    attempts: int = 5


def due_at(entry: Entry, patience: Patience) -> float | None:
    """From when on the sweep has to look after an entry.

    Args:
        entry: as it stands in the ledger.
        patience: what a job may do before it is taken for dead.

    Returns:
        Seconds since 1970; None where nothing is left to do. Never before the end of a lease.
    """
    if entry.finished or entry.abandoned:
        return None
    if entry.outcome is not None:
        return max(entry.lease_until, entry.outcome.again_at)
    if entry.attempts + entry.at_work >= patience.attempts:
        return entry.lease_until
    return max(entry.lease_until, entry.updated_at + patience.silence)


def is_due(entry: Entry, patience: Patience, now: float) -> bool:
    """Whether the sweep has to look after an entry now."""
    due = due_at(entry, patience)
    return due is not None and due <= now
