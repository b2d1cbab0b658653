"""Holding a job: every step that a worker writes in the ledger until it releases the job."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Lock
from typing import TYPE_CHECKING

from worker.delivery.ledger.entry import Entry, EntryName, StaleEntryError
from worker.delivery.ledger.precedence import Rank, SupersededError
from worker.delivery.ledger.waiting import Waiting

if TYPE_CHECKING:
    from worker.delivery.ledger.outcome import Abandoned, Outcome
    from worker.delivery.ports import Ledger
    from worker.jobs.errors import JobError
    from worker.jobs.not_ready import NotReady

Clock = Callable[[], float]
"""Seconds since 1970, as `time.time`."""


class Lease:
    """A claimed job. Its holder and its heartbeat write through it, one at a time; `entry` is the last one written.

    `begins_job` says whether the claim is the first one of its job, or of its job begun again. `waited` is how many
    seconds before this claim the attempt began that had to wait first, 0 for a job that never had to.
    `cancelled` is set once a write has found that a person cancelled the job: nothing more may be done for it.

    Every method that writes raises `StaleEntryError` once another worker has claimed the job, and `JobError`
    (UNKNOWN_ERROR) where the ledger cannot be written.
    """

    def __init__(self, ledger: Ledger, rank: Rank, entry: Entry, lease: float, clock: Clock) -> None:
        self.entry = entry
        self.cancelled = Event()
        self._ledger = ledger
        self._rank = rank
        self._lease = lease
        self._clock = clock
        self._lock = Lock()
        self._perhaps_heard = False
        self._claimed_at = entry.updated_at
        self.begins_job = False
        self.waited = max(0.0, entry.updated_at - entry.waited_from) if entry.waited_from else 0.0

    def renew(self) -> None:
        """Renew the lease, unless the job was released meanwhile."""
        self._write(lambda entry, now: entry.renewed(now, self._lease))

    def begin_stage(self, stage: str) -> None:
        """Note the stage, so that the death of a worker is counted for it.

        Raises:
            SupersededError: a newer upload or order is known: nothing more may be paid for or stored.
            JobError: JOB_CANCELLED, a person has cancelled the job.
        """
        self.refuse_superseded()
        self._write(lambda entry, now: entry.stage_began(stage, now, self._lease))

    def refuse_superseded(self) -> None:
        """Check that no newer upload or order is known; writes nothing.

        Raises:
            SupersededError: a newer one is known.
        """
        newest = self._ledger.newest(self._rank.place)
        if newest and newest.replaces(self._rank):
            raise SupersededError

    def release(self) -> None:
        """Release the job as it is."""
        self._write(lambda entry, now: entry.released(now, perhaps_heard=self._perhaps_heard))

    def fail_attempt(self) -> None:
        """Count a failed attempt and release the job."""
        self._write(lambda entry, now: entry.attempt_failed(now))

    def note_yield(self) -> None:
        """Release the job because the time ran out."""
        self._write(lambda entry, now: entry.yielded(now))

    def note_wait(self, wait: NotReady, delay: float) -> Waiting:
        """Release the job because it waits for something until in `delay` seconds; returns what is noted of it."""
        self._write(lambda entry, now: entry.waits(Waiting.of(wait, now + delay), self._claimed_at, now))
        assert self.entry.waiting is not None  # noqa: S101 - it was written; tells the type checker
        return self.entry.waiting

    def note_progress(self) -> None:
        """Note a new checkpoint, which resets the count of yields; only the first one after a yield is written."""
        if self.entry.yields:
            self._write(lambda entry, now: entry.progressed(now))

    def begin_call(self, call: str) -> bool:
        """Note a paid call before it is made, so that a worker that has lost the job cannot make it.

        Returns:
            Whether an earlier worker left the same call without a saved answer, so that it may be paid for twice.

        Raises:
            JobError: JOB_CANCELLED, a person has cancelled the job.
        """
        before = self._write(lambda entry, now: entry.call_began(call, now, self._lease))
        return call in before.orphaned_calls

    def end_call(self, call: str, *, saved: bool) -> None:
        """Remove a paid call: its answer is saved now, or it brought none."""
        self._write(lambda entry, now: entry.call_ended(call, now, saved=saved))

    def decide(self, outcome: Outcome) -> None:
        """Decide how the job ended.

        Raises:
            SupersededError: as `begin_stage`; the callback of an older upload must not follow that of a newer one.
            JobError: JOB_CANCELLED, a person has cancelled the job, and `outcome` is another.
        """
        self.refuse_superseded()
        self._write(lambda entry, now: entry.decided(outcome, now))

    def begin_sending(self) -> None:
        """From now on the backend may know the outcome. Writes nothing: this is assumed anyway if a worker dies."""
        self._perhaps_heard = True

    def note_accepted(self) -> None:
        """Note that the backend accepted the callback, and release the job."""
        self._write(lambda entry, now: entry.sent(now))

    def note_unaccepted(self, error: JobError, resend_at: float | Abandoned) -> None:
        """Note why the backend did not accept the callback, and release the job.

        `resend_at` is when it is sent again, in seconds since 1970, or why it never is.
        """
        self._perhaps_heard = error.perhaps_heard
        self._write(lambda entry, now: entry.sent(now, error, resend_at))

    def postpone_resend(self, resend_at: float) -> None:
        """Note that the outcome is not sent before `resend_at`, in seconds since 1970, and release the job."""
        self._write(lambda entry, now: entry.resend_postponed(resend_at, now))

    def drop(self, why: Abandoned) -> None:
        """Note that no more callbacks are sent for the job, and release it."""
        self._write(lambda entry, now: entry.dropped(why, now))

    def _write(self, step: Callable[[Entry, float], Entry]) -> Entry:
        """Write the next state of the entry; returns the state before it."""
        with self._lock:
            before = self.entry
            try:
                self._store(step(before, self._clock()))
            except StaleEntryError:
                before = self._find_own()
                self._store(step(before, self._clock()))
            return before

    def _store(self, entry: Entry) -> None:
        self._ledger.write(entry)
        self.entry = entry

    def _find_own(self) -> Entry:
        """The stored entry, if the last claim was ours: a write may have succeeded although its answer was lost."""
        found = self._ledger.find(EntryName.of(self.entry))
        if found is None or found.owner != self.entry.owner:
            raise StaleEntryError
        if found.cancelled_at:
            self.cancelled.set()
        return found
