"""Deciding how a job ended, and telling the backend: the outcome stands in the ledger before it is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from worker.delivery import job_log, worker_log
from worker.delivery.ledger.outcome import UNTOLD, Abandoned, Outcome
from worker.delivery.ledger.resend_schedule import Resending
from worker.delivery.ports import Artefacts
from worker.jobs.ending import Callback, Status
from worker.jobs.errors import RESULT_UNAVAILABLE, JobError
from worker.jobs.ports import Backend

if TYPE_CHECKING:
    from worker.delivery.lease import Lease
    from worker.delivery.ledger.entry import Entry
    from worker.jobs.deadline import Deadline
    from worker.jobs.ending import Ending
    from worker.jobs.job import Job


CLEARING_SECONDS = 12.0
"""With less nothing is deleted: a listing and a deletion may take 5 s each."""


@dataclass(frozen=True, slots=True)
class Outbox:
    """Settles and tells; `clock` gives seconds since 1970, `resending` says when a refused outcome is told again."""

    artefacts: Artefacts
    backend: Backend
    clock: Callable[[], float] = time.time
    resending: Resending = field(default_factory=Resending)

    def settle(self, job: Job, lease: Lease, ending: Ending, setting: str | None = None) -> Callback | None:
        """Decide the outcome for good; `setting` is the one that failed the job, if any.

        Returns:
            What to tell, or None where nobody is told.

        Raises:
            JobError: UNKNOWN_ERROR, it cannot be kept; nothing is decided then.
            StaleEntryError: another worker holds the job.
        """
        callback = ending.callback(job.generation, lease.entry.supersedes)
        names = (callback.job_id, callback.event_id) if callback else (job.job_id, UNTOLD)
        outcome = Outcome(ending.status, *names, self.clock(), ending.failure, setting)
        if callback is None:
            pass
        elif ending.status is Status.FAILED:
            outcome = replace(outcome, body=callback.body.decode())
        else:
            # A name of this lease's own: nothing fences S3, and a paused worker must not replace what is told again.
            outcome = replace(outcome, kept_as=f"callback-{lease.entry.epoch}.json")
            self.artefacts.keep(job, outcome.kept_as, callback.body)
        lease.settle(outcome)
        return callback

    def recall(self, job: Job, outcome: Outcome) -> Callback | None:
        """What was decided to tell, byte by byte; None where nobody is told.

        Raises:
            JobError: UNKNOWN_ERROR, it cannot be read.
        """
        if outcome.event_id == UNTOLD:
            return None
        body = outcome.body.encode() if outcome.body is not None else self.artefacts.recall(job, outcome.kept_as)
        if body is None:
            raise JobError(RESULT_UNAVAILABLE, "CALLBACK: what is to be told again is no longer there.")
        return Callback(outcome.callback_job_id, outcome.event_id, body, job.callback_url, outcome.perhaps_heard)

    def tell(self, callback: Callback | None, lease: Lease, deadline: Deadline) -> None:
        """Tell the backend, where it is told, and note whether it accepted.

        Raises:
            JobError: CALLBACK_FAILED, it did not.
        """
        if callback is None:
            lease.accepted()
            return
        callback = replace(callback, supersedes=lease.entry.supersedes is not None)
        lease.begin_telling()
        try:
            with job_log.telling():
                self.backend.tell(callback, deadline)
        except JobError as error:
            self.put_off(error, lease)
            raise
        lease.accepted()

    def clear(self, job: Job, entry: Entry, deadline: Deadline) -> None:
        """Delete what attempts have kept, once a worker's DONE was accepted. A failed job may be redriven.

        Where the time is short, the store fails, or the sweep told the DONE, the store's own rule deletes it.
        """
        done = entry.finished and entry.outcome is not None and entry.outcome.status is Status.DONE
        if not done or deadline.left() < CLEARING_SECONDS:
            return
        try:
            self.artefacts.clear(job)
        except JobError as error:
            worker_log.uncleared(error)

    def put_off(self, error: JobError, lease: Lease) -> None:
        """Note that the outcome could not be told, and when it is again, if ever."""
        outcome = lease.entry.outcome
        assert outcome is not None  # noqa: S101 - only an outcome is told; tells the type checker
        again = self.resending.choose_again(outcome, error, self.clock())
        lease.unaccepted(again, refused=error.refused, perhaps_heard=error.perhaps_heard)
        if isinstance(again, Abandoned):
            job_log.abandoned(again)
