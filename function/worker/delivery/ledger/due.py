"""When the sweep has to handle a job: it died or was cancelled, or its outcome was not accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.settings.worker import SILENCE_SECONDS

if TYPE_CHECKING:
    from worker.delivery.ledger.entry import Entry


@dataclass(frozen=True, slots=True)
class DeathLimits:
    """The limits after which a job counts as dead.

    `silence` is `JOB_SILENCE_SECONDS`: how long a job that waits for another attempt may go without a write, and one
    that waits for something without its next look.
    `attempts` is `MAX_RECEIVE_COUNT`.
    """

    silence: float = SILENCE_SECONDS
    attempts: int = 5


def due_at(entry: Entry, limits: DeathLimits) -> float | None:
    """The time from which the sweep has to handle an entry.

    Args:
        entry: as the ledger holds it.
        limits: the limits after which a job counts as dead.

    Returns:
        Seconds since 1970, never before the end of a lease; None if nothing is left to do.
    """
    if entry.finished or entry.abandoned:
        return None
    if entry.outcome is not None:
        return max(entry.lease_until, entry.outcome.resend_at)
    if entry.cancelled_at or entry.attempts + entry.at_work >= limits.attempts:
        return entry.lease_until
    expected = max(entry.updated_at, entry.waiting.until if entry.waiting else 0.0)
    return max(entry.lease_until, expected + limits.silence)


def is_due(entry: Entry, limits: DeathLimits, now: float) -> bool:
    """Whether the sweep has to handle an entry now."""
    due = due_at(entry, limits)
    return due is not None and due <= now
