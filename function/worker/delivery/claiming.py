"""Claiming a job, and releasing it, so that a live worker which gives up is not counted as dead.

An expired lease counts as the death of a worker, and two deaths in one stage end a job for good
(`delivery.ledger.poison`). A worker that gives up because the ledger does not answer cannot write there that it is
alive. It writes a note under `work/`, and the next claim looks for the note before it counts a death.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from worker.delivery import worker_log
from worker.delivery.lease import Clock, Lease
from worker.delivery.ledger.claim import Busy, Over, weigh_claim
from worker.delivery.ledger.entry import Entry, EntryName, StaleEntryError
from worker.delivery.ledger.poison import worker_died_on
from worker.delivery.ledger.precedence import Rank, name_place, put_first
from worker.delivery.ports import Artefacts, Ledger
from worker.jobs.errors import Handling, JobError

if TYPE_CHECKING:
    from worker.delivery.delivery import Delivery
    from worker.delivery.ledger.precedence import Newest
    from worker.jobs.deadline import Deadline
    from worker.jobs.job import Job

RELEASING_SECONDS = 35.0
"""With less, the release in the ledger is skipped: a hanging heartbeat takes 12 s, the release 12 s, the note 8 s."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims jobs for `lease_seconds`. `artefacts` keeps the notes that a worker cannot write in the ledger.

    Each method except `release` raises `JobError` (UNKNOWN_ERROR) if the ledger or a note cannot be read or written.
    """

    ledger: Ledger
    artefacts: Artefacts
    lease_seconds: float
    clock: Clock = time.time

    def find(self, job: Job) -> Entry | None:
        """A job's entry, if it has one."""
        return self.ledger.find(EntryName.of(job))

    def has_died_on(self, entry: Entry | None) -> bool:
        """Whether a worker has died on the job of an entry."""
        return entry is not None and worker_died_on(entry, self.clock())

    def newest(self, job: Job) -> Newest | None:
        """The newest upload or order of a job's place."""
        return self.ledger.newest(name_place(job))

    def claim(self, job: Job, delivery: Delivery) -> Lease | Busy | Over:
        """Claim a job, unless it is held, finished or superseded."""
        now = self.clock()
        entry, newest = self.find(job), self.newest(job)
        found = weigh_claim(entry, newest, job, delivery, now)
        if isinstance(found, Busy):  # the holder's clock may be ahead: no lease ends later than one taken now
            return Busy(min(found.seconds, self.lease_seconds))
        try:
            if isinstance(found, Over):
                if found.noted:
                    self.ledger.write(found.noted.written(now))
                return found
            lease = self.take_over(job, self.clear_of_death(job, found), newest)
        except StaleEntryError:  # another delivery was faster
            return Busy(self.lease_seconds)
        lease.begins_job = _is_first_claim(entry, found)
        return lease

    def take_over(self, job: Job, found: Entry, newest: Newest | None) -> Lease:
        """Claim an entry as it was read; `newest` is the newest of its place as read at that time.

        The entry becomes the newest of its place before it is claimed, so a claimed entry has always superseded older
        ones. If the worker is killed in between, the message remains and brings the job back.

        Raises:
            StaleEntryError: another worker has written since.
        """
        rank, now = Rank.of(job, found), self.clock()
        first = put_first(rank, newest, now)
        if first is not None:
            self.ledger.write_newest(first)
        entry = found.claimed(now, self.lease_seconds)
        self.ledger.write(entry)
        return Lease(self.ledger, rank, entry, self.lease_seconds, self.clock)

    def release(self, job: Job, lease: Lease, deadline: Deadline) -> None:
        """Release an unfinished job; if even the note fails, the next claim counts a death that did not happen."""
        if not lease.entry.lease_until:
            return
        try:
            if deadline.left() < RELEASING_SECONDS or not _release(lease):
                self.artefacts.save(job, _name_note(lease.entry), b"")
        except StaleEntryError:
            return  # another worker has taken it over
        except JobError as error:
            worker_log.not_saved(error)

    def clear_of_death(self, job: Job, entry: Entry) -> Entry:
        """The entry, with its expired lease cleared if a note says that its worker was alive."""
        return replace(entry, lease_until=0.0) if entry.at_work and self._left_alive(job, entry) else entry

    def _left_alive(self, job: Job, entry: Entry) -> bool:
        """Whether the worker left a note; without permission to read it, count a death, or nobody could end the job."""
        try:
            return self.artefacts.load(job, _name_note(entry)) is not None
        except JobError as error:
            if error.handling is Handling.RETRYABLE:
                raise
            worker_log.note_unreadable(error)
            return False


def _is_first_claim(known: Entry | None, found: Entry) -> bool:
    """Whether `found`, about to be claimed, begins its job: nobody has tried it yet, or its end was just undone."""
    reopened = known is not None and known.outcome is not None and found.outcome is None
    return reopened or (found.epoch == 0 and found.attempts == 0)


def _release(lease: Lease) -> bool:
    try:
        lease.release()
    except JobError:
        return False
    return True


def _name_note(entry: Entry) -> str:
    return f"left-{entry.epoch}"
