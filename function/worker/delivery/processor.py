"""One delivery -> what becomes of its message. The engine alone decides what an error means, by this table.

| situation                               | the callback                   | the message                           |
|-----------------------------------------|--------------------------------|---------------------------------------|
| success                                 | DONE                           | Acknowledge                           |
| permanent failure                       | FAILED + code                  | Acknowledge                           |
| retryable failure, attempts left        | none yet                       | Retry after 30 s x 2^(n-1)            |
| configuration failure, attempts left    | none yet                       | Retry after 5 to 15 min, alarmed      |
| either, on the last attempt             | FAILED + code                  | Retry at once, so to the DLQ          |
| callback unreachable, broken, no token  | could not be sent              | Retry; next time only sent again      |
| callback refused (another 4xx)          | the sweep sends it again       | as for that outcome                   |
| callback refused for good (409, 410)    | not sent again                 | as for that outcome                   |
| 409 after a callback without an answer  | counts as accepted             | as for that outcome                   |
| that 409, if we correct a sent FAILED   | not sent again                 | as for that outcome                   |
| outcome decided but not accepted        | the same bytes, no stage runs  | as for that outcome                   |
| duplicate of a finished job             | none                           | Acknowledge                           |
| duplicate of a non-permanent FAILED     | none                           | Retry at once, so to the DLQ          |
| the invocation ran out of time          | none yet; FAILED the 6th time  | Wait 5 s                              |
| the job waits for something (NotReady)  | none                           | Wait, always sent again: no receive   |
| a newer upload or order is known        | none                           | Acknowledge                           |
| another worker holds the job            | none                           | Wait for the end of its lease         |
| redrive of a non-permanent FAILED       | a new one, which supersedes it | as for the new outcome                |
| cancelled (make cancel), not ended yet  | FAILED + JOB_CANCELLED         | Acknowledge                           |
| a call would pass the lid on the day    | none yet                       | Wait for the next day, at most 900 s  |
| two workers died in the same stage      | FAILED + UNKNOWN_ERROR         | Acknowledge                           |
| bare S3 event fails                     | FAILED at once                 | there is none                         |
| test event, folder marker, our output   | none                           | Acknowledge, logged                   |
| unreadable, no job id, foreign bucket   | none: it has no address        | Retry at once, so to the DLQ          |

The ledger counts as attempts those that failed and those that ended with a worker's death; SQS counts waiting, too. If
SQS has no receive left but the job has attempts left, it waits: `app` sends it again and acknowledges this one. A job
that waits for something is sent again each time. Where no queue brings it back, it waits within the invocation.
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
from worker.delivery.delivery import Acknowledge, Delivery, Disposition, Retry, Wait, combine
from worker.delivery.heartbeat import Heartbeat
from worker.delivery.isolation import Isolation
from worker.delivery.lease import Lease
from worker.delivery.ledger.claim import REPLACED, Busy, Over
from worker.delivery.ledger.entry import StaleEntryError
from worker.delivery.ledger.precedence import SupersededError
from worker.delivery.messages import Intake, Item, UnreadableMessageError, read_message
from worker.delivery.outbox import Outbox
from worker.jobs.errors import UNEXPECTED, Handling, JobError
from worker.jobs.task import Ignored, Unaddressable
from worker.telemetry.stages import watch_stages

if TYPE_CHECKING:
    from worker.delivery.ledger.entry import Entry
    from worker.jobs.deadline import Deadline
    from worker.jobs.job import Job

NO_TIME_SECONDS = 5


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
        """Handle one delivery; no message and no failure of another service makes it raise."""
        try:
            items = read_message(delivery.body, self.intake)
        except UnreadableMessageError as error:
            return _dead_letter(f"unreadable message: {error}", None, delivery)
        return combine([self._handle_safely(item, delivery, deadline) for item in items])

    def _handle_safely(self, item: Item, delivery: Delivery, deadline: Deadline) -> Disposition:
        try:
            return self._handle(item, delivery, deadline)
        except Exception as error:  # noqa: BLE001 - a bug must not cost the message, nor the others of its batch
            worker_log.unexpected_error(error)
            return Retry(round(self.retry_base), UNEXPECTED.reason)

    def _handle(self, item: Item, delivery: Delivery, deadline: Deadline) -> Disposition:
        match item:
            case Ignored():
                return _ignore(item.reason, item.key)
            case Unaddressable():
                return _dead_letter(item.reason, item.key, delivery)
            case _ if item.task not in self.attempts.pipelines:
                return _ignore("not a task of this deployment", item.s3_key)
            # On the last receive it starts anyway: a function with too short a timeout must end its jobs some day.
            case _ if deadline.left() < self.attempts.needed_seconds(item) and not delivery.last:
                return _wait_for_time()
            case _:
                job = item.named(delivery.message_id)
                with job_log.job(job):
                    return self._enter_isolation(job, delivery, deadline)

    def _enter_isolation(self, job: Job, delivery: Delivery, deadline: Deadline) -> Disposition:
        """Deliver a job in parallel with others, or alone if a worker has died on it."""
        try:
            entry = self.claims.find(job)
        except JobError as error:
            job_log.began(None, delivery.receive_count)
            return self._retry(error, delivery)
        job_log.began(entry, delivery.receive_count)
        alone = self.claims.has_died_on(entry)
        # Nobody holds a waiting job: if the worker dies, its message comes back when this invocation would have ended.
        waiting = partial(self.heartbeat.hide_for, delivery.receipt, deadline.left())
        latest = deadline.earlier(self.attempts.needed_seconds(job))
        with self.isolation.enter(latest, waiting, exclusive=alone) as entered:
            return self._claim_and_run(job, delivery, deadline) if entered else _wait_for_time()

    def _claim_and_run(self, job: Job, delivery: Delivery, deadline: Deadline) -> Disposition:
        """Claim the job, run it and send its callback while the lease lasts, and release it."""
        # Hide before claiming: if the worker dies in between, the message comes back as the lease ends, not after the
        # queue's own timeout, and not before, when each receive would only find the job held.
        hidden = replace(delivery, hidden_at=self.heartbeat.hide_until_lease_ends(delivery.receipt))
        try:
            claim = self.claims.claim(job, hidden)
        except JobError as error:
            return self._retry(error, delivery)
        match claim:
            case Busy():
                return _wait("another worker holds the job", math.ceil(claim.seconds) + 1)
            case Over():
                job_log.already_over(claim.reason)
                # A job that can be redriven still has to reach the DLQ.
                return Retry.to_dlq(claim.reason) if claim.redrivable else Acknowledge()
            case Lease():
                job_log.claimed(begins_job=claim.begins_job, waited=claim.waited)
                try:
                    with self.heartbeat.running(claim, delivery.receipt) as lost, watch_stages(claim.begin_stage):
                        return self._run_claimed(job, claim, delivery, deadline.unless(lost))
                finally:
                    self.claims.release(job, claim, deadline)

    def _run_claimed(self, job: Job, lease: Lease, delivery: Delivery, deadline: Deadline) -> Disposition:
        try:
            callback = self.attempts.run(job, lease, delivery, deadline)
            if isinstance(callback, Retry | Wait):
                return callback
            self.outbox.send(callback, lease, deadline)
            self.outbox.clear(job, lease.entry, deadline)
        except SupersededError:
            job_log.already_over(REPLACED)
            return Acknowledge()
        except StaleEntryError:
            return _wait("another worker has taken the job over", math.ceil(self.claims.lease_seconds))
        except JobError as error:
            if not error.refused:
                return self._retry(error, delivery)
            job_log.callback_refused(lease.entry)
            return _finish(lease.entry)
        job_log.ended(lease.entry)
        return _finish(lease.entry)

    def _retry(self, error: JobError, delivery: Delivery) -> Retry:
        """Give back a delivery that failed outside the job, in the ledger or the callback; SQS counts these."""
        delay = 0 if delivery.last else retry_delay(error, delivery.receive_count, self.retry_base)
        job_log.given_back(error, delay, last=delivery.last)
        return Retry(delay, error.condition.reason)


def _ignore(reason: str, key: str | None) -> Acknowledge:
    worker_log.ignored(reason, key)
    return Acknowledge()


def _dead_letter(reason: str, key: str | None, delivery: Delivery) -> Retry:
    worker_log.dead_lettered(reason, key, last=delivery.last)
    return Retry.to_dlq(reason)


def _wait_for_time() -> Wait:
    worker_log.no_time_left(NO_TIME_SECONDS)
    return Wait(NO_TIME_SECONDS, "no time left")


def _wait(reason: str, delay: int) -> Wait:
    job_log.waits(reason, delay)
    return Wait(delay, reason)


def _finish(entry: Entry) -> Acknowledge | Retry:
    """Acknowledge; but a job that may succeed later goes to the DLQ, from where it can be redriven."""
    failure = entry.outcome.failure if entry.outcome else None
    if failure is None or failure.handling is Handling.PERMANENT:
        return Acknowledge()
    job_log.dead_lettered()
    return Retry.to_dlq(failure.reason)
