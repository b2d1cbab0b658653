"""Taking a job in the ledger, and leaving it: whoever ends alive leaves nothing behind that looks like a death.

A lease that is over counts as the death of a worker, and two of them in one stage end a job for good
(`delivery.ledger.poison`). A worker that gives up because the ledger does not answer cannot say there that it lives. It
says so under `work/`, and who claims the job next looks there before a death is counted.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from worker.delivery import worker_log
from worker.delivery.lease import Clock, Lease
from worker.delivery.ledger.claim import Busy, Known, Over, weigh_claim
from worker.delivery.ledger.entry import Entry, EntryName, StaleEntryError
from worker.delivery.ledger.poison import is_suspect
from worker.delivery.ledger.precedence import Rank, name_place, put_first
from worker.delivery.ports import Artefacts, Ledger
from worker.jobs.errors import Axis, JobError

if TYPE_CHECKING:
    from worker.delivery.delivery import Delivery
    from worker.delivery.ledger.precedence import Newest
    from worker.jobs.deadline import Deadline
    from worker.jobs.job import Job

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
            JobError: UNKNOWN_ERROR, the ledger cannot be read.
        """
        entry = self.ledger.find(EntryName(job.job_id, job.generation))
        return entry is not None and is_suspect(entry, self.clock())

    def newest(self, job: Job) -> Newest | None:
        """What is newest of a job's place.

        Raises:
            JobError: UNKNOWN_ERROR, the ledger cannot be read.
        """
        return self.ledger.newest(name_place(job))

    def take(self, job: Job, delivery: Delivery) -> Lease | Busy | Over:
        """Claim a job, unless it is held, finished or superseded.

        Raises:
            JobError: UNKNOWN_ERROR, the ledger cannot be read or written, or what was kept not read.
        """
        now = self.clock()
        entry, newest = self.ledger.find(EntryName(job.job_id, job.generation)), self.newest(job)
        found = weigh_claim(Known(entry, newest), job, delivery, now)
        if isinstance(found, Busy):  # a lease by a clock ahead of ours ends no later than one from now
            return Busy(min(found.seconds, self.lease))
        try:
            if isinstance(found, Over):
                if found.noted:
                    self.ledger.write(found.noted.written(now))
                return found
            return self.take_over(job, self.absolve(job, found), newest)
        except StaleEntryError:  # another delivery was faster
            return Busy(self.lease)

    def take_over(self, job: Job, found: Entry, newest: Newest | None) -> Lease:
        """Claim an entry as it was read, with what was the newest of its place then.

        It is made the newest before it is claimed, so that what was claimed has always taken the place of others. Of a
        worker that is killed in between the message stays, which brings the job back.

        Raises:
            StaleEntryError: somebody has written since.
            JobError: UNKNOWN_ERROR, the ledger cannot be written.
        """
        rank, now = Rank.of(job, found), self.clock()
        first = put_first(rank, newest, now)
        if first is not None:
            self.ledger.supersede(first)
        entry = found.claimed(now, self.lease)
        self.ledger.write(entry)
        return Lease(self.ledger, rank, entry, self.lease, self.clock)

    def leave(self, job: Job, lease: Lease, deadline: Deadline) -> None:
        """Let a job go that has not come to an end; where even the note fails, a death is counted that was none."""
        if not lease.entry.lease_until:
            return
        try:
            if deadline.left() < LEAVING_SECONDS or not _release(lease):
                self.artefacts.keep(job, _name_note(lease.entry), b"")
        except StaleEntryError:
            return  # somebody else has taken it over
        except JobError as error:
            worker_log.unkept(error)

    def absolve(self, job: Job, entry: Entry) -> Entry:
        """An entry whose lease is over, as its worker left it where that was alive.

        Raises:
            JobError: UNKNOWN_ERROR, what was kept cannot be read at the moment.
        """
        return replace(entry, lease_until=0.0) if entry.at_work and self._left_alive(job, entry) else entry

    def _left_alive(self, job: Job, entry: Entry) -> bool:
        """Whether a note says so; where none may be read a death is counted, else nobody could end the job."""
        try:
            return self.artefacts.recall(job, _name_note(entry)) is not None
        except JobError as error:
            if error.axis is Axis.RETRYABLE:
                raise
            worker_log.unread(error)
            return False


def _release(lease: Lease) -> bool:
    try:
        lease.release()
    except JobError:
        return False
    return True


def _name_note(entry: Entry) -> str:
    return f"left-{entry.epoch}"
