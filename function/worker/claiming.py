"""Taking a job in the ledger, and leaving it: whoever ends alive leaves nothing behind that looks like a death.

A lease that is over counts as the death of a worker, and two of them in one stage end a job for good (`domain.poison`).
A worker that gives up because the ledger does not answer cannot say there that it lives. It says so under `work/`, and
who claims the job next looks there before a death is counted.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from worker import notices
from worker.delivery_ports import Artefacts, Ledger
from worker.domain.claims import Busy, Over, weigh_claim
from worker.domain.errors import Axis, JobError
from worker.domain.ledger import Entry, StaleEntryError
from worker.domain.poison import is_suspect
from worker.tenure import Clock, Tenure

if TYPE_CHECKING:
    from worker.domain.deadlines import Deadline
    from worker.domain.deliveries import Delivery
    from worker.domain.jobs import Job

LEAVING_SECONDS = 35.0
"""With less the ledger is not asked to let a job go: a beat that hangs there takes 12 s, the call 12, the note 8."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Takes jobs for `lease` seconds. `artefacts` is where a worker notes what it cannot write in the ledger."""

    ledger: Ledger
    artefacts: Artefacts
    lease: float
    clock: Clock = time.time

    def suspects(self, job: Job) -> bool:
        """Whether a worker has died over a job.

        Raises:
            UnknownError: the ledger cannot be read.
        """
        entries = self.ledger.read(job.job_id)
        return any(entry.generation == job.generation and is_suspect(entry, self.clock()) for entry in entries)

    def take(self, job: Job, delivery: Delivery) -> Tenure | Busy | Over:
        """Claim a job, unless it is held, finished or superseded.

        Raises:
            UnknownError: the ledger cannot be read or written, or what was kept not read.
        """
        now = self.clock()
        found = weigh_claim(self.ledger.read(job.job_id), job, delivery, now)
        if isinstance(found, Busy):  # a lease by a clock ahead of ours ends no later than one from now
            return Busy(min(found.seconds, self.lease))
        try:
            if isinstance(found, Over):
                if found.noted:
                    self.ledger.write(found.noted.written(now))
                return found
            return self.take_over(self.absolve(job, found))
        except StaleEntryError:  # another delivery was faster
            return Busy(self.lease)

    def take_over(self, found: Entry) -> Tenure:
        """Claim an entry as it was read.

        Raises:
            StaleEntryError: somebody has written since.
            UnknownError: the ledger cannot be written.
        """
        entry = found.claimed(self.clock(), self.lease)
        self.ledger.write(entry)
        return Tenure(self.ledger, entry, self.lease, self.clock)

    def leave(self, job: Job, tenure: Tenure, deadline: Deadline) -> None:
        """Let a job go that has not come to an end; where even the note fails, a death is counted that was none."""
        if not tenure.entry.lease_until:
            return
        try:
            if deadline.left() < LEAVING_SECONDS or not _release(tenure):
                self.artefacts.keep(job, _name_note(tenure.entry), b"")
        except StaleEntryError:
            return  # somebody else has taken it over
        except JobError as error:
            notices.unkept(error)

    def absolve(self, job: Job, entry: Entry) -> Entry:
        """An entry whose lease is over, as its worker left it where that was alive.

        Raises:
            UnknownError: what was kept cannot be read at the moment.
        """
        return replace(entry, lease_until=0.0) if entry.at_work and self._left_alive(job, entry) else entry

    def _left_alive(self, job: Job, entry: Entry) -> bool:
        """Whether a note says so; where none may be read a death is counted, else nobody could end the job."""
        try:
            return self.artefacts.recall(job, _name_note(entry)) is not None
        except JobError as error:
            if error.axis is Axis.RETRYABLE:
                raise
            notices.unread(error)
            return False


def _release(tenure: Tenure) -> bool:
    try:
        tenure.release()
    except JobError:
        return False
    return True


def _name_note(entry: Entry) -> str:
    return f"left-{entry.epoch}"
