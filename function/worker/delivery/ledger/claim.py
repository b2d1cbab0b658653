"""What a delivery may do with a job, according to the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from worker.delivery.ledger.entry import Entry
from worker.delivery.ledger.precedence import Newest, Rank
from worker.jobs.errors import Handling

if TYPE_CHECKING:
    from worker.delivery.delivery import Delivery
    from worker.jobs.job import Job


REPLACED = "a newer upload or order has taken this one's place"


@dataclass(frozen=True, slots=True)
class Busy:
    """Another worker holds the job for this many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Over:
    """This delivery has nothing left to do, and why; `redrivable` says that a person may want the job to run again.

    `noted` is an entry, not yet written, that remembers this delivery, so that its redrive is recognised.
    """

    reason: str
    redrivable: bool = False
    noted: Entry | None = None


def weigh_claim(
    known: Entry | None, newest: Newest | None, job: Job, delivery: Delivery, now: float
) -> Entry | Busy | Over:
    """Decide from the ledger's state, by the table in `processor`.

    Args:
        known: the job's entry in the ledger, if it has one.
        newest: the newest upload or order of its place, if there is one.
        job: the delivery's job.
        delivery: the delivery that brought it.
        now: seconds since 1970.

    Returns:
        The entry to claim, not yet claimed; or why there is nothing to claim.
    """
    entry = known or Entry.fresh(job, now)
    sent_at = _find_sending(entry, delivery)
    anew = job.repeatable and _is_ordered_anew(entry, newest, job, sent_at)
    entry = replace(entry, made_at=sent_at if anew else entry.made_at or job.made_at or sent_at)
    if newest and newest.replaces(Rank.of(job, entry)):
        return Over(REPLACED)
    if entry.lease_until > now:
        return Busy(entry.lease_until - now)
    met = entry.met(delivery.requeued) if delivery.requeued else entry
    reopened = anew or _is_redrive(entry, sent_at)
    if entry.finished and not reopened:
        return _be_over("the job is finished", entry, met)
    if entry.outcome and entry.outcome.refused and not (reopened or entry.abandoned):
        return _be_over("the backend refused the callback, the sweep sends it again", entry, met)
    ahead = entry.queue_ahead if delivery.hidden_at is None else _reckon_ahead(delivery.hidden_at - now)
    return replace(met.reopened() if reopened else met, sent_at=max(entry.sent_at, sent_at), queue_ahead=ahead)


def _reckon_ahead(most: float) -> float:
    """By how many seconds the queue's clock is ahead: the value nearest to 0 within the whole second that it named.

    Clocks that agree then count as the same, and a redrive is recognised right after the end that it undoes.
    """
    return max(most - 1.0, min(most, 0.0))


def _be_over(reason: str, entry: Entry, met: Entry) -> Over:
    redrivable = _may_pass(entry)
    return Over(reason, redrivable, met if redrivable and met != entry else None)


def _find_sending(entry: Entry, delivery: Delivery) -> float:
    """When the message was sent, in seconds since 1970; a redrive sends it anew.

    A message that we sent again carries our mark, and so does its redrive. It counts as ours if both hold:

    * No message with this mark was sent earlier. Ours arrives first, since it must arrive to be dead-lettered.
    * It was sent before `sent_by`. The ledger may have missed the arrival of ours if it did not answer. `sent_by` is
      by the queue's clock, as is the time of every message, so that two clocks are never compared.
    """
    requeued = delivery.requeued
    if requeued is None or requeued.sent_at <= min(requeued.sent_by, entry.resent.get(requeued.mark, requeued.sent_at)):
        return delivery.sent_at
    return requeued.sent_at


def _is_ordered_anew(entry: Entry, newest: Newest | None, job: Job, sent_at: float) -> bool:
    """Whether the same was ordered again on purpose: after it failed for good, or after another order.

    A job that may be redriven never counts as ordered again: a redrive must not undo an order that came after it.
    """
    if _may_pass(entry) or sent_at <= entry.sent_at:
        return False
    outcome = entry.outcome
    if outcome is not None and outcome.failure is not None and outcome.is_before(sent_at):
        return True
    return newest is not None and newest.replaces(Rank.of(job, entry))


def _is_redrive(entry: Entry, sent_at: float) -> bool:
    """Whether the message was sent after the failure and after every earlier message.

    The second check is needed when the queue did not say its time.
    """
    outcome = entry.outcome
    return outcome is not None and _may_pass(entry) and outcome.is_before(sent_at) and sent_at > entry.sent_at


def _may_pass(entry: Entry) -> bool:
    """Whether the job failed for a reason that may pass."""
    failed = entry.outcome.failure if entry.outcome else None
    return failed is not None and failed.handling is not Handling.PERMANENT
