"""Handling jobs that no message brings back: dead jobs end as FAILED, unaccepted callbacks are sent again.

| an entry that is due (`delivery.ledger.due`)     | becomes                                                       |
|--------------------------------------------------|---------------------------------------------------------------|
| no outcome, lease over and attempts used up      | FAILED + UNKNOWN_ERROR, sent; a redrive reopens it            |
| no outcome and no write for JOB_SILENCE_SECONDS  | the same                                                      |
| no outcome, cancelled and not held               | FAILED + JOB_CANCELLED, sent                                  |
| an outcome that was not accepted                 | the same bytes and id, by `delivery.ledger.resend_schedule`   |
| the same, if its server has delayed this run     | due again in five minutes, so that others are not delayed     |
| the same after 409, 410 or the schedule's end    | abandoned: noted in the ledger, logged, alarmed               |
| a newer upload or order has taken its place      | abandoned: no callback                                        |

A job that waits for something (`jobs.not_ready.NotReady`) is dead only once nothing was heard of it for
JOB_SILENCE_SECONDS after its next look was due. Each run counts how long the oldest wait has lasted (`waits`).

The sweep claims each entry as a worker claims a job, so that only one of the sweep and a late worker ends it. If a run
is killed, a later run picks up its entries. The sweep touches no queue: dead letters are for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from worker.delivery import sweep_log, worker_log
from worker.delivery.claiming import Claims
from worker.delivery.ledger.due import DeathLimits, is_due
from worker.delivery.ledger.entry import EntryName, StaleEntryError
from worker.delivery.ledger.outcome import NO_CALLBACK, Abandoned
from worker.delivery.ledger.poison import find_poison
from worker.delivery.ledger.precedence import Rank
from worker.delivery.outbox import Outbox
from worker.delivery.waits import measure_waits
from worker.jobs.errors import CALLBACK_UNREACHABLE, WORKER_DIED, JobError
from worker.jobs.source import Source
from worker.jobs.task import JobRef, Task
from worker.telemetry.log import identify
from worker.urls.origins import read_origin

if TYPE_CHECKING:
    from worker.delivery.lease import Lease
    from worker.delivery.ledger.entry import Entry
    from worker.delivery.ledger.outcome import Outcome
    from worker.jobs.deadline import Deadline
    from worker.jobs.ending import Callback
    from worker.jobs.job import Job

MOST_ENTRIES = 500
"""In one run; the longest due come first, and the others wait for the next run."""

NEEDED_SECONDS = 20.0
"""No entry is started with less: reading the callback and one call to the backend."""

SLOW_SECONDS = 2.0
"""A callback that fails after more than this delays others: a run has half a minute for all of them.

A server that refuses at once costs the run almost nothing, and may accept the outcome of another job.
"""


@dataclass(frozen=True, slots=True)
class Sweeper:
    """Runs on a schedule. `bucket` is `VIDEO_BUCKET_NAME`, `tasks` holds all tasks by name.

    `outbox` makes one call per callback: a later run repeats it.
    """

    claims: Claims
    outbox: Outbox
    tasks: Mapping[str, Task[Any]]
    bucket: str
    limits: DeathLimits

    def sweep(self, deadline: Deadline) -> int:
        """Handle every due entry while there is time; one that fails does not stop the others.

        Returns:
            How many entries were handled.

        Raises:
            JobError: UNKNOWN_ERROR, the ledger cannot list the due entries.
        """
        names, waited_for = self.claims.ledger.due(self.claims.clock(), MOST_ENTRIES), set[object]()
        for done, name in enumerate(names):
            if deadline.left() < NEEDED_SECONDS:
                sweep_log.out_of_time(len(names) - done)
                return done
            self._handle_safely(name, deadline, waited_for)
        measure_waits(self.claims.ledger, self.claims.clock(), deadline)
        return len(names)

    def _handle_safely(self, name: EntryName, deadline: Deadline, waited_for: set[object]) -> None:
        try:
            self._handle(name, deadline, waited_for)
        except StaleEntryError:
            sweep_log.overtaken(name)
        except JobError as error:
            # The outbox has already logged a failed callback and noted in the ledger when to send it again.
            if not error.of_callback:
                sweep_log.entry_failed(error)
        except Exception as error:  # noqa: BLE001 - a bug must not cost the others
            worker_log.unexpected_error(error)

    def _handle(self, name: EntryName, deadline: Deadline, waited_for: set[object]) -> None:
        """Handle one entry as it is now: the index may be stale."""
        entry = self.claims.ledger.find(name)
        if entry is None or not self._is_due(entry):
            return
        task = self.tasks.get(entry.task)
        if task is None:
            sweep_log.unknown_task(entry)
            return
        job = task.from_ref(_name_job(entry, self.bucket))
        entry = self.claims.clear_of_death(job, entry)
        if not self._is_due(entry):
            return
        with identify(job):
            newest = self.claims.newest(job)
            lease = self.claims.take_over(job, entry, newest)
            if newest and newest.replaces(Rank.of(job, entry)):
                lease.drop(Abandoned.SUPERSEDED)
                sweep_log.superseded()
                return
            self._send(job, lease, deadline, waited_for)

    def _send(self, job: Job, lease: Lease, deadline: Deadline, waited_for: set[object]) -> None:
        """Send a job's callback, unless its server has already delayed this run with a callback that failed."""
        outcome = lease.entry.outcome or self._end(job, lease)
        server = job.callback_url and (read_origin(job.callback_url) or job.callback_url)
        if server in waited_for and outcome.event_id != NO_CALLBACK:
            lease.postpone_resend(self.outbox.resend_schedule.choose_postponed(self.claims.clock()))
            sweep_log.postponed()
            return
        callback, began = self._reread(job, lease, outcome), self.claims.clock()
        try:
            self.outbox.send(callback, lease, deadline)
        except JobError as error:
            slow = error.of_callback and self.claims.clock() - began > SLOW_SECONDS
            if slow or error.condition is CALLBACK_UNREACHABLE:
                waited_for.add(server)
            raise
        sweep_log.accepted(lease.entry)

    def _is_due(self, entry: Entry) -> bool:
        return is_due(entry, self.limits, self.claims.clock())

    def _end(self, job: Job, lease: Lease) -> Outcome:
        """Decide that a dead or cancelled job has failed."""
        silent = JobError(WORKER_DIED, "Nothing was heard of the job any more.")
        error = find_poison(lease.entry, self.limits.attempts) or silent
        self.outbox.decide(job, lease, job.failed(error))
        (sweep_log.cancelled if lease.entry.cancelled_at else sweep_log.dead)(error)
        assert lease.entry.outcome is not None  # noqa: S101 - it was decided; tells the type checker
        return lease.entry.outcome

    def _reread(self, job: Job, lease: Lease, outcome: Outcome) -> Callback | None:
        """The callback to send; if it cannot be read, it counts as one that failed."""
        try:
            return self.outbox.reread(job, outcome)
        except JobError as error:
            self.outbox.schedule_resend(error, lease)
            raise


def _name_job(entry: Entry, bucket: str) -> JobRef:
    source = Source(bucket, entry.key, entry.key, sequencer=entry.sequencer or None, made_at=entry.made_at)
    return JobRef(entry.job_id, entry.generation, source, entry.callback_url)
