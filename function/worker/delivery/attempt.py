"""One claimed job -> the callback about its end, or how long it waits for another attempt."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from worker.delivery import job_log, worker_log
from worker.delivery.backoff import LONGEST_SECONDS, retry_delay
from worker.delivery.budget import Budget
from worker.delivery.checkpoints import JobCheckpoints
from worker.delivery.delivery import Delivery, Retry, Wait
from worker.delivery.ledger.entry import StaleEntryError, explain_cancelled
from worker.delivery.ledger.poison import find_poison
from worker.delivery.outbox import Outbox
from worker.delivery.ports import Artefacts
from worker.jobs.errors import OUT_OF_TIME, UNEXPECTED, Handling, JobError
from worker.jobs.not_ready import NotReady
from worker.jobs.task import Pipeline
from worker.jobs.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Generator

    from worker.delivery.lease import Lease
    from worker.jobs.deadline import Deadline
    from worker.jobs.ending import Callback, Ending
    from worker.jobs.job import Job

SENDING_SECONDS = 20.0
"""Reserved, so that an outcome can still be stored and sent when the work has used up its time."""

CALLBACK_SECONDS = 10.0
"""The part of `SENDING_SECONDS` that storing leaves for the callback."""

MOST_YIELDS = 5
"""In a row without a new checkpoint: a job that makes no progress in this many invocations never will.

Yields of a job that only waited for its turn count, too. Each yield is a write, so the sweep never sees the job as
silent, and nothing else would end it while all workers are full. Once ended, the job can be redriven.
"""

YIELD_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Attempts:
    """Runs jobs. `pipelines` holds, by task name, every task that is not off in this deployment.

    `retry_base` is `RETRY_BASE_SECONDS`, `max_attempts` is `MAX_RECEIVE_COUNT`. `queued` says whether a queue can bring
    a job that waits back; without one, as for a bare event, it waits in `sleep`.
    """

    pipelines: Mapping[str, Pipeline[Any]]
    artefacts: Artefacts
    outbox: Outbox
    retry_base: float
    max_attempts: int
    queued: bool = True
    sleep: Callable[[float], object] = time.sleep
    budget: Budget | None = None

    def needed_seconds(self, job: Job) -> float:
        """How much time a job needs to start; with less, its work would be lost."""
        return self.pipelines[job.task].needs_seconds + SENDING_SECONDS

    def run(self, job: Job, lease: Lease, delivery: Delivery, deadline: Deadline) -> Callback | Retry | Wait | None:
        """Run a job to its end, which the ledger records; a job that already has an outcome is not run again.

        Args:
            job: as the message names it.
            lease: its claim.
            delivery: the delivery that brought it.
            deadline: when the delivery must be finished.

        Returns:
            The callback to send (None: there is none), or how the delivery waits for the job's next attempt.

        Raises:
            StaleEntryError: another worker holds the job.
            JobError: UNKNOWN_ERROR, the ledger or the outcome's body cannot be read or written.
        """
        if lease.entry.outcome is not None:
            return self.outbox.reread(job, lease.entry.outcome)
        pipeline, located = self.pipelines[job.task], job
        try:
            with _our_own_faults():
                if poison := find_poison(lease.entry, self.max_attempts):
                    raise poison
                work = deadline.earlier(SENDING_SECONDS).unless(lease.cancelled)
                checkpoints = JobCheckpoints(self.artefacts, job, lease, self.budget)
                located = pipeline.locate(job, checkpoints, work)
                ending = self._run_pipeline(located, checkpoints, work, delivery)
            return self.outbox.decide(job, lease, ending)
        except NotReady as wait:
            if not lease.cancelled.is_set():
                return _wait(wait, lease)
            error = explain_cancelled()
        except JobError as found:
            error = _put_cancelling_first(found, lease)
        waiting = self._plan_next_attempt(error, lease, delivery)
        if waiting is not None:
            return waiting
        ending = pipeline.store_failed(located.failed(error), deadline.earlier(CALLBACK_SECONDS))
        return self.outbox.decide(job, lease, ending, error.setting)

    def _run_pipeline(self, job: Job, checkpoints: JobCheckpoints, work: Deadline, delivery: Delivery) -> Ending:
        """Run a job's pipeline; where nothing brings the job back, run it again after each wait.

        Raises:
            NotReady: the job waits, and its message comes back; or there is no time left to wait here.
            JobError: as the pipeline fails; a bare event has no time left to wait here.
        """
        pipeline, started = self.pipelines[job.task], time.monotonic() - checkpoints.lease.waited
        while True:
            try:
                checkpoints.refuse_spent()
                with open_workspace(work, started=started) as workspace:
                    return pipeline.run(job, checkpoints, workspace)
            except NotReady as wait:
                late = work.left() < wait.delay + pipeline.needs_seconds
                if late and delivery.bare:
                    raise JobError(wait.late, "The time ran out while the job waited.") from wait
                if late or (self.queued and not delivery.bare):
                    raise
                job_log.waiting(wait.reason, self.outbox.clock() - wait.since, wait.delay)
                self.sleep(wait.delay)

    def _plan_next_attempt(self, error: JobError, lease: Lease, delivery: Delivery) -> Retry | Wait | None:
        """Note in the ledger that another attempt follows, and choose how long it waits; None if there is none."""
        if error.handling is Handling.PERMANENT or delivery.bare:
            return None
        if error.condition in OUT_OF_TIME:
            return _yield_job(error, lease)
        return self._count_failure(error, lease, delivery)

    def _count_failure(self, error: JobError, lease: Lease, delivery: Delivery) -> Retry | Wait | None:
        attempt = lease.entry.attempts + 1
        if attempt >= self.max_attempts:
            return None
        lease.fail_attempt()
        delay = retry_delay(error, attempt, self.retry_base)
        job_log.given_back(error, delay)
        return Wait(delay, error.condition.reason) if delivery.last else Retry(delay, error.condition.reason)


def _wait(wait: NotReady, lease: Lease) -> Wait:
    """Let the job wait in its message, which is sent again; this is neither a failure nor a yield."""
    delay = max(1, math.ceil(min(wait.delay, LONGEST_SECONDS)))
    waiting = lease.note_wait(wait, delay)
    job_log.waiting(waiting.reason, waiting.until - delay - waiting.since, delay)
    return Wait(delay, f"waits for {waiting.reason}", afresh=True)


def _put_cancelling_first(error: JobError, lease: Lease) -> JobError:
    """Where the job was cancelled meanwhile, that is why it ends: its deadline was called off for this."""
    if not lease.cancelled.is_set():
        return error
    cancelled = explain_cancelled()
    cancelled.draft, cancelled.spent = error.draft, error.spent
    return cancelled


def _yield_job(error: JobError, lease: Lease) -> Wait | None:
    """Let the job continue in another invocation; None once `MOST_YIELDS` of them brought no progress."""
    if lease.entry.yields >= MOST_YIELDS:
        return None
    lease.note_yield()
    job_log.yielded()
    job_log.given_back(error, YIELD_SECONDS)
    return Wait(YIELD_SECONDS, error.condition.reason)


@contextmanager
def _our_own_faults() -> Generator[None]:
    """Turn any exception of our own code into `UNEXPECTED`, without its text, which may quote anything."""
    try:
        yield
    except (JobError, StaleEntryError, NotReady):
        raise
    except Exception as error:  # noqa: BLE001 - a bug must not cost the message
        worker_log.unexpected_error(error)
        raise JobError(UNEXPECTED, "An unexpected error stopped the job.") from None
