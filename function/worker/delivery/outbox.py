"""Deciding how a job ended, and sending the callback: the ledger holds the outcome before it is sent."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from worker.delivery import job_log, worker_log
from worker.delivery.ledger.outcome import BODY_NAME, NO_CALLBACK, Abandoned, Outcome
from worker.delivery.ledger.resend_schedule import ResendSchedule
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
"""With less time left, nothing is deleted: a listing and a deletion may take 5 s each."""


@dataclass(frozen=True, slots=True)
class Outbox:
    """Decides outcomes and sends callbacks; `clock` gives seconds since 1970."""

    artefacts: Artefacts
    backend: Backend
    clock: Callable[[], float] = time.time
    resend_schedule: ResendSchedule = field(default_factory=ResendSchedule)

    def decide(self, job: Job, lease: Lease, ending: Ending, setting: str | None = None) -> Callback | None:
        """Make the callback, and record the outcome for good before anything is sent.

        `setting` names the one that made the job fail, if any.

        Returns:
            The callback to send, or None if there is none.

        Raises:
            JobError: UNKNOWN_ERROR, the outcome cannot be stored; then nothing is decided.
            StaleEntryError: another worker holds the job.
        """
        callback = ending.callback(job.generation, lease.entry.supersedes)
        body, kept_as = (callback.body.decode() if callback else None), BODY_NAME
        if callback and ending.status is Status.DONE:
            # Each lease has its own name: S3 has no fencing, and a paused worker must not replace a body to be resent.
            body, kept_as = None, f"callback-{lease.entry.epoch}.json"
            self.artefacts.save(job, kept_as, callback.body)
        outcome = Outcome(
            status=ending.status,
            callback_job_id=callback.job_id if callback else job.job_id,
            event_id=callback.event_id if callback else NO_CALLBACK,
            decided_at=self.clock(),
            failure=ending.failure,
            setting=setting,
            body=body,
            kept_as=kept_as,
        )
        lease.decide(outcome)
        return callback

    def reread(self, job: Job, outcome: Outcome) -> Callback | None:
        """The callback as it was decided, byte for byte; None if there is none.

        Raises:
            JobError: UNKNOWN_ERROR, its body cannot be read.
        """
        if outcome.event_id == NO_CALLBACK:
            return None
        body = outcome.body.encode() if outcome.body is not None else self.artefacts.load(job, outcome.kept_as)
        if body is None:
            raise JobError(RESULT_UNAVAILABLE, "CALLBACK", "the body of the callback is no longer there.")
        return Callback(outcome.callback_job_id, outcome.event_id, body, job.callback_url, outcome.perhaps_heard)

    def send(self, callback: Callback | None, lease: Lease, deadline: Deadline) -> None:
        """Send the callback, if there is one, and note whether the backend accepted it.

        Raises:
            JobError: CALLBACK_FAILED, the backend did not accept it.
        """
        if callback is None:
            lease.note_accepted()
            return
        callback = replace(callback, corrects=lease.entry.supersedes is not None)
        lease.begin_sending()
        try:
            with job_log.sending():
                self.backend.send(callback, deadline)
        except JobError as error:
            self.schedule_resend(error, lease)
            raise
        lease.note_accepted()

    def clear(self, job: Job, entry: Entry, deadline: Deadline) -> None:
        """Delete a job's checkpoints once its worker's DONE was accepted. A failed job keeps them: it may be redriven.

        If time is short, the store fails, or the sweep sent the DONE, the bucket's own rule deletes them.
        """
        done = entry.finished and entry.outcome is not None and entry.outcome.status is Status.DONE
        if not done or deadline.left() < CLEARING_SECONDS:
            return
        try:
            self.artefacts.clear(job)
        except JobError as error:
            worker_log.not_cleared(error)

    def schedule_resend(self, error: JobError, lease: Lease) -> None:
        """Note that the callback failed, and when it is sent again, if ever."""
        outcome = lease.entry.outcome
        assert outcome is not None  # noqa: S101 - a callback has an outcome; tells the type checker
        resend_at = self.resend_schedule.choose_resend(outcome, error, self.clock())
        lease.note_unaccepted(error, resend_at)
        if isinstance(resend_at, Abandoned):
            job_log.abandoned(resend_at)
