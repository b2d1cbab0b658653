"""What a delivery may do with a job, by what the ledger says of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from worker.domain.errors import Axis
from worker.domain.ledger import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.domain.jobs import Job


@dataclass(frozen=True, slots=True)
class Busy:
    """Another worker holds the job for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Over:
    """There is nothing left to do for this delivery, and why; `redrivable` where a person may want it to run again."""

    reason: str
    redrivable: bool = False


def weigh_claim(entries: Sequence[Entry], job: Job, sent_at: float, now: float) -> Entry | Busy | Over:
    """Decide by the ledger's rows, as the table of `processing` says.

    Args:
        entries: every generation of the job.
        job: what the delivery is about.
        sent_at: when its message was sent, in seconds since 1970; a redrive sends it anew.
        now: seconds since 1970.

    Returns:
        The entry to claim, not yet claimed; or why there is nothing to claim.
    """
    entry = next((one for one in entries if one.generation == job.generation), None) or Entry.fresh(job, now)
    if is_superseded(entry, entries):
        return Over("a newer upload has taken this one's place")
    if entry.lease_until > now:
        return Busy(entry.lease_until - now)
    reopened = _is_redrive(entry, sent_at)
    if entry.finished and not reopened:
        return Over("the job is finished", redrivable=_may_pass(entry))
    if entry.outcome and entry.outcome.refused and not (reopened or entry.abandoned):
        return Over("the backend refused what it is told, the sweep tells it again", redrivable=_may_pass(entry))
    return replace(entry.reopened() if reopened else entry, sent_at=max(entry.sent_at, sent_at))


def is_superseded(entry: Entry, entries: Sequence[Entry]) -> bool:
    """Whether one of the generations is a newer upload of the same key."""
    return any(_is_newer(other, entry) for other in entries)


def _is_newer(other: Entry, entry: Entry) -> bool:
    """Sequencers of one key are hexadecimal numbers, compared with the shorter one filled up (S3, event structure)."""
    if other.key != entry.key or not other.sequencer or not entry.sequencer:
        return False
    width = max(len(other.sequencer), len(entry.sequencer))
    return other.sequencer.upper().ljust(width, "0") > entry.sequencer.upper().ljust(width, "0")


def _is_redrive(entry: Entry, sent_at: float) -> bool:
    """Whether the message was sent since: also since those before it, for our clock may be behind the queue's."""
    return entry.outcome is not None and _may_pass(entry) and sent_at > max(entry.outcome.decided_at, entry.sent_at)


def _may_pass(entry: Entry) -> bool:
    """Whether the job failed of something that may not last."""
    failed = entry.outcome.failure if entry.outcome else None
    return failed is not None and failed.axis is not Axis.PERMANENT
