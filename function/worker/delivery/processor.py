"""One delivery -> one outcome: the only place that decides what an error means.

| situation                               | the backend is told            | the message                           |
|-----------------------------------------|--------------------------------|---------------------------------------|
| success                                 | DONE                           | acknowledged                          |
| permanent failure                       | FAILED + code                  | acknowledged                          |
| retryable failure, attempts left        | nothing yet                    | given back, 30 s x 2^(n-1)            |
| configuration failure, attempts left    | nothing yet                    | given back, 5 to 15 min, alarmed      |
| either on the last attempt              | FAILED + code                  | given back at once, so to the DLQ     |
| callback unreachable, broken, no token  | (could not)                    | given back; next time only told again |
| callback refused (another 4xx)          | the sweep tells it again       | as that outcome's                     |
| callback refused for good (409, 410)    | nothing more                   | as that outcome's                     |
| 409 after a telling without an answer   | it has heard it                | as that outcome's                     |
| the same, where it supersedes an end    | nothing more                   | as that outcome's                     |
| outcome decided but not accepted        | the same bytes, no stage runs  | as that outcome's                     |
| duplicate of a finished job             | nothing                        | acknowledged                          |
| the same of a FAILED that may pass      | nothing                        | given back at once, so to the DLQ     |
| the time of the invocation ran out      | nothing yet                    | deferred for 5 s, 5 times in a row    |
| a newer upload or order is known        | nothing                        | acknowledged                          |
| another worker holds the job            | nothing                        | deferred to the end of its lease      |
| redrive of a FAILED that may pass       | a new end, which supersedes it | as that end's                         |
| two workers died in the same stage      | FAILED + UNKNOWN_ERROR         | acknowledged                          |
| bare S3 event fails                     | FAILED at once                 | there is none                         |
| test event, folder marker, our output   | nothing                        | acknowledged, logged                  |
| unreadable, no job id, foreign bucket   | nobody to tell                 | given back at once, so to the DLQ     |

An attempt is one that failed, or whose worker died, as the ledger counts them: SQS counts waiting, too. Where SQS has
no receive left but the job has attempts left, the message is deferred: sent again, and this one acknowledged.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from worker.delivery import job_log, worker_log
from worker.delivery.attempt import Attempts
from worker.delivery.backoff import retry_delay
from worker.delivery.claiming import Claims
from worker.delivery.delivery import Acknowledged, Deferred, Delivery, Disposition, GivenBack, combine
from worker.delivery.heartbeat import Heartbeat
from worker.delivery.isolation import Isolation
from worker.delivery.lease import Lease
from worker.delivery.ledger.claim import REPLACED, Busy, Over
from worker.delivery.ledger.entry import StaleEntryError, SupersededError
from worker.delivery.messages import Intake, Item, UnreadableMessageError, read_message
from worker.delivery.outbox import Outbox
from worker.jobs.errors import UNEXPECTED, Axis, JobError
from worker.jobs.task import Ignored, Unaddressable
from worker.telemetry.stages import watch_stages

if TYPE_CHECKING:
    from worker.delivery.ledger.entry import Entry
    from worker.jobs.deadline import Deadline
    from worker.jobs.job import Job

NEEDED_SECONDS = 45.0
"""A job is not begun with less: 20 s to tell, and CLOVA's and Claude's least times, lest CLOVA is paid for nothing.

On the last receive it is begun all the same: a function whose timeout is too short must end its jobs some day.
"""

POSTPONED_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Processor:
    """Handles deliveries. `retry_base` is `RETRY_BASE_SECONDS`."""

    claims: Claims
    heartbeat: Heartbeat
    attempts: Attempts
    outbox: Outbox
    intake: Intake
    retry_base: float
    isolation: Isolation = field(default_factory=Isolation)

    def process(self, delivery: Delivery, deadline: Deadline) -> Disposition:
        """Handle one delivery; never raises for what a message or the world can do."""
        try:
            items = read_message(delivery.body, self.intake)
        except UnreadableMessageError as error:
            return _dead_letter(f"unreadable message: {error}", None, delivery)
        return combine([self._handle_safely(item, delivery, deadline) for item in items])

    def _handle_safely(self, item: Item, delivery: Delivery, deadline: Deadline) -> Disposition:
        try:
            return self._handle(item, delivery, deadline)
        except Exception as error:  # noqa: BLE001 - a bug must not cost the message, nor the others of its batch
            worker_log.broke(error)
            return GivenBack(round(self.retry_base), UNEXPECTED.reason)

    def _handle(self, item: Item, delivery: Delivery, deadline: Deadline) -> Disposition:
        match item:
            case Ignored():
                return _ignore(item.reason, item.key)
            case Unaddressable():
                return _dead_letter(item.reason, item.key, delivery)
            case _ if item.task not in self.attempts.pipelines:
                return _ignore("not a task of this deployment", item.s3_key)
            case _ if deadline.left() < NEEDED_SECONDS and not delivery.last:
                return _postpone()
            case _:
                job = item.named(delivery.message_id)
                with job_log.job(job, delivery.receive_count):
                    return self._line_up(job, delivery, deadline)

    def _line_up(self, job: Job, delivery: Delivery, deadline: Deadline) -> Disposition:
        """Deliver a job beside others; one over which a worker has died, alone."""
        try:
            alone = self.claims.suspects(job)
        except JobError as error:
            return self._give_back(error, delivery)
        # Nobody holds what waits: should the worker die meanwhile, it comes back when this one would have ended.
        waiting = partial(self.heartbeat.keep, delivery.receipt, deadline.left())
        with self.isolation.join(deadline.earlier(NEEDED_SECONDS), waiting, alone=alone) as came:
            return self._deliver(job, delivery, deadline) if came else _postpone()

    def _deliver(self, job: Job, delivery: Delivery, deadline: Deadline) -> Disposition:
        # Hidden before it is claimed: the message of a worker that dies in between comes back as its lease ends, not
        # after the queue's own timeout, nor while others find the job held and use up its receives.
        hidden = replace(delivery, hidden_at=self.heartbeat.hide(delivery.receipt))
        try:
            claim = self.claims.take(job, hidden)
        except JobError as error:
            return self._give_back(error, delivery)
        match claim:
            case Busy():
                return _defer("another worker holds the job", math.ceil(claim.seconds) + 1)
            case Over():
                job_log.over(claim.reason)
                # One that can be redriven still has to reach the DLQ.
                return GivenBack(0, claim.reason) if claim.redrivable else Acknowledged()
            case Lease():
                try:
                    with self.heartbeat.beating(claim, delivery.receipt) as lost, watch_stages(claim.begin):
                        return self._hold(job, claim, delivery, deadline.unless(lost))
                finally:
                    self.claims.leave(job, claim, deadline)

    def _hold(self, job: Job, lease: Lease, delivery: Delivery, deadline: Deadline) -> Disposition:
        try:
            callback = self.attempts.conclude(job, lease, delivery, deadline)
            if isinstance(callback, GivenBack | Deferred):
                return callback
            self.outbox.tell(callback, lease, deadline)
            self.outbox.clear(job, lease.entry, deadline)
        except SupersededError:
            job_log.over(REPLACED)
            return Acknowledged()
        except StaleEntryError:
            return _defer("another worker has taken the job over", math.ceil(self.claims.lease))
        except JobError as error:
            if not error.refused:
                return self._give_back(error, delivery)
            job_log.untold(lease.entry)
            return _let_go(lease.entry)
        job_log.ended(lease.entry)
        return _let_go(lease.entry)

    def _give_back(self, error: JobError, delivery: Delivery) -> GivenBack:
        """Give back what failed outside the job: the ledger, or the telling; SQS counts these."""
        delay = 0 if delivery.last else retry_delay(error, delivery.receive_count, self.retry_base)
        job_log.given_back(error, delay, last=delivery.last)
        return GivenBack(delay, error.condition.reason)


def _ignore(reason: str, key: str | None) -> Acknowledged:
    worker_log.ignored(reason, key)
    return Acknowledged()


def _dead_letter(reason: str, key: str | None, delivery: Delivery) -> GivenBack:
    worker_log.dead_lettered(reason, key, last=delivery.last)
    return GivenBack(0, reason)


def _postpone() -> Deferred:
    worker_log.postponed(POSTPONED_SECONDS)
    return Deferred(POSTPONED_SECONDS, "no time left")


def _defer(reason: str, delay: int) -> Deferred:
    job_log.deferred(reason, delay)
    return Deferred(delay, reason)


def _let_go(entry: Entry) -> Acknowledged | GivenBack:
    """What may succeed later goes to the DLQ, from where it can be redriven."""
    failure = entry.outcome.failure if entry.outcome else None
    if failure is None or failure.axis is Axis.PERMANENT:
        return Acknowledged()
    job_log.dead_lettered()
    return GivenBack(0, failure.reason)
