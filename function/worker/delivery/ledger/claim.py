"""What a delivery may do with a job, by what the ledger says of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from worker.delivery.ledger.entry import Entry
from worker.delivery.ledger.precedence import Newest, Rank
from worker.jobs.errors import Axis

if TYPE_CHECKING:
    from worker.delivery.delivery import Delivery
    from worker.jobs.job import Job


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger has: the job's entry, and what is newest of its place, where there is one."""

    entry: Entry | None
    newest: Newest | None


REPLACED = "a newer upload or order has taken this one's place"


@dataclass(frozen=True, slots=True)
class Busy:
    """Another worker holds the job for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Over:
    """There is nothing left to do for this delivery, and why; `redrivable` where a person may want it to run again.

    `noted` is the entry with what is to be remembered of the delivery, not yet written, so that its redrive is known.
    """

    reason: str
    redrivable: bool = False
    noted: Entry | None = None


def weigh_claim(known: Known, job: Job, delivery: Delivery, now: float) -> Entry | Busy | Over:
    """Decide by what the ledger knows, as the table of `processor` says.

    Args:
        known: what the ledger knows of the job and its place.
        job: what the delivery is about.
        delivery: what brought it here.
        now: seconds since 1970.

    Returns:
        The entry to claim, not yet claimed; or why there is nothing to claim.
    """
    entry, newest = known.entry or Entry.fresh(job, now), known.newest
    sent_at = _find_sending(entry, delivery)
    anew = job.repeatable and _is_ordered_anew(entry, newest, job, sent_at)
    entry = replace(entry, made_at=sent_at if anew else entry.made_at or job.made_at or sent_at)
    if newest and newest.replaces(Rank.of(job, entry)):
        return Over(REPLACED)
    if entry.lease_until > now:
        return Busy(entry.lease_until - now)
    met = entry.met(delivery.again) if delivery.again else entry
    reopened = anew or _is_redrive(entry, sent_at)
    if entry.finished and not reopened:
        return _be_over("the job is finished", entry, met)
    if entry.outcome and entry.outcome.refused and not (reopened or entry.abandoned):
        return _be_over("the backend refused what it is told, the sweep tells it again", entry, met)
    ahead = entry.queue_ahead if delivery.hidden_at is None else _reckon_ahead(delivery.hidden_at - now)
    return replace(met.reopened() if reopened else met, sent_at=max(entry.sent_at, sent_at), queue_ahead=ahead)


def _reckon_ahead(most: float) -> float:
    """By how many seconds the queue's clock is ahead: of the second that it named, what is nearest to the worker's.

    So clocks that agree are taken to be the same, and a redrive is known right after the end that it undoes.
    """
    return max(most - 1.0, min(most, 0.0))


def _be_over(reason: str, entry: Entry, met: Entry) -> Over:
    redrivable = _may_pass(entry)
    return Over(reason, redrivable, met if redrivable and met != entry else None)


def _find_sending(entry: Entry, delivery: Delivery) -> float:
    """When the message was sent, in seconds since 1970; a redrive sends it anew.

    A message that we sent again has its mark from us, and so has its redrive. The first that comes with a mark is ours:
    it has to come before it can be dead-lettered. What comes with the mark later was sent later, by somebody else. So
    was what came after our sending can have been made: of ours that was dead-lettered while the ledger did not answer,
    nobody has noted that it came. That takes the queue's clock alone, as comparing with our own time of sending would
    not.
    """
    again = delivery.again
    if again is None or again.sent_at <= min(again.sent_by, entry.resent.get(again.mark, again.sent_at)):
        return delivery.sent_at
    return again.sent_at


def _is_ordered_anew(entry: Entry, newest: Newest | None, job: Job, sent_at: float) -> bool:
    """Whether the same was ordered once more on purpose: after it failed for good, or after another order.

    What may be redriven is never taken for that: no redrive shall undo an order that came after it.
    """
    if _may_pass(entry) or sent_at <= entry.sent_at:
        return False
    outcome = entry.outcome
    if outcome is not None and outcome.failure is not None and outcome.is_before(sent_at):
        return True
    return newest is not None and newest.replaces(Rank.of(job, entry))


def _is_redrive(entry: Entry, sent_at: float) -> bool:
    """Whether the message was sent since: also since those before it, for the queue may not have said its time."""
    outcome = entry.outcome
    return outcome is not None and _may_pass(entry) and outcome.is_before(sent_at) and sent_at > entry.sent_at


def _may_pass(entry: Entry) -> bool:
    """Whether the job failed of something that may not last."""
    failed = entry.outcome.failure if entry.outcome else None
    return failed is not None and failed.axis is not Axis.PERMANENT
