"""Holding a job: every step that is written in the ledger until it is let go."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from worker.delivery.ledger.entry import Entry, EntryName, StaleEntryError, SupersededError

if TYPE_CHECKING:
    from worker.delivery.ledger.outcome import Abandoned, Outcome
    from worker.delivery.ledger.precedence import Rank
    from worker.delivery.ports import Ledger

Clock = Callable[[], float]
"""Seconds since 1970, as `time.time`."""


class Lease:
    """A claimed job. Its holder and its heartbeat write through it, one at a time; `entry` is what was written last.

    Every method raises `StaleEntryError` once another worker has claimed the job, and `UnknownError` where the ledger
    cannot be written.
    """

    def __init__(self, ledger: Ledger, rank: Rank, entry: Entry, lease: float, clock: Clock) -> None:
        self.entry = entry
        self._ledger = ledger
        self._rank = rank
        self._lease = lease
        self._clock = clock
        self._lock = Lock()
        self._perhaps_heard = False

    def renew(self) -> None:
        """Hold the job for another lease, unless it was let go meanwhile."""
        self._write(lambda entry, now: entry.renewed(now, self._lease))

    def begin(self, stage: str) -> None:
        """Note which stage a death would belong to.

        Raises:
            SupersededError: a newer upload or order is known by now, so that nothing more shall be paid or stored.
        """
        self.refuse_superseded()
        self._write(lambda entry, now: entry.began(stage, now, self._lease))

    def refuse_superseded(self) -> None:
        """Pass while no newer upload or order is known. Nothing is written.

        Raises:
            SupersededError: one is.
        """
        newest = self._ledger.newest(self._rank.place)
        if newest and newest.replaces(self._rank):
            raise SupersededError

    def release(self) -> None:
        """Let the job go as it stands."""
        self._write(lambda entry, now: entry.released(now, perhaps_heard=self._perhaps_heard))

    def fail(self) -> None:
        """Count a failed attempt and let the job go."""
        self._write(lambda entry, now: entry.failed(now))

    def give_way(self) -> None:
        """Let the job go because the time ran out."""
        self._write(lambda entry, now: entry.yielded(now))

    def get_further(self) -> None:
        """Note a new checkpoint: yields are counted anew. Only the first one after a yield is a write."""
        if self.entry.yields:
            self._write(lambda entry, now: entry.got_further(now))

    def announce(self, call: str) -> bool:
        """Note a paid call before it is made: who has lost the job can begin none.

        Returns:
            Whether a worker before this one was lost with the same call in the air, so that it may be paid twice.
        """
        before = self._write(lambda entry, now: entry.announced(call, now, self._lease))
        return call in before.lost

    def land(self, call: str, *, kept: bool) -> None:
        """Strike a paid call off, whose answer is kept now or which brought none."""
        self._write(lambda entry, now: entry.landed(call, now, kept=kept))

    def settle(self, outcome: Outcome) -> None:
        """Decide how the job ended.

        Raises:
            SupersededError: as `begin`; an older upload must not be told after a newer one.
        """
        self.refuse_superseded()
        self._write(lambda entry, now: entry.settled(outcome, now))

    def begin_telling(self) -> None:
        """From now on the outcome may be heard. Nothing is written: of one that vanishes that is assumed anyway."""
        self._perhaps_heard = True

    def accepted(self) -> None:
        """Note that the backend accepted the outcome, and let the job go."""
        self._write(lambda entry, now: entry.told(now, accepted=True))

    def unaccepted(self, again: float | Abandoned, *, refused: bool, perhaps_heard: bool) -> None:
        """Note that the backend did not accept the outcome, and let the job go.

        Args:
            again: when it is told again, in seconds since 1970, or why it never is.
            refused: whether the backend answered so.
            perhaps_heard: whether it may have accepted without our knowing.
        """
        self._perhaps_heard = perhaps_heard
        state = {"refused": refused, "perhaps_heard": perhaps_heard}
        self._write(lambda entry, now: entry.told(now, accepted=False, again=again, **state))

    def spare(self, again: float) -> None:
        """Note that the outcome is not told before `again`, in seconds since 1970, and let the job go."""
        self._write(lambda entry, now: entry.spared(again, now))

    def drop(self, why: Abandoned) -> None:
        """Note that the backend hears no more of the job, and let it go."""
        self._write(lambda entry, now: entry.dropped(why, now))

    def _write(self, step: Callable[[Entry, float], Entry]) -> Entry:
        """Take the entry one step further; returns it as it was before."""
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
        """The entry as it stands, if the last claim was ours: a write may have been made without being answered."""
        found = self._ledger.find(EntryName(self.entry.job_id, self.entry.generation))
        if found is None or found.owner != self.entry.owner:
            raise StaleEntryError
        return found
