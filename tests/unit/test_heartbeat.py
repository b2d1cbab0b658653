from __future__ import annotations

from dataclasses import replace
from threading import Event
from threading import enumerate as find_threads
from typing import TYPE_CHECKING

from tests.builders import a_job, an_entry
from tests.fakes.delivery import FakeLedger, FakeQueue
from worker.delivery.heartbeat import Heartbeat
from worker.delivery.lease import Lease
from worker.delivery.ledger.entry import StaleEntryError
from worker.delivery.ledger.precedence import Rank
from worker.jobs.errors import LEDGER_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from tests.conftest import LogLines

BEAT, LEASE = 0.01, 180.0
SOON = 10.0
"""Seconds that a test waits for something that happens at once."""


class Signalling(FakeLedger):
    """Says when it was written so often."""

    def __init__(self, writes: int) -> None:
        super().__init__()
        self.enough = Event()
        self._left = writes

    def write(self, entry: object) -> None:
        super().write(entry)  # type: ignore[arg-type] - what the ledger is given
        self._left -= 1
        if self._left <= 0:
            self.enough.set()


class Stumbling(FakeLedger):
    """Has a bug."""

    stumbles = False

    def write(self, entry: object) -> None:
        if self.stumbles:
            raise RuntimeError("a bug")
        super().write(entry)  # type: ignore[arg-type] - what the ledger is given


def hold(ledger: FakeLedger, now: float = 1000.0) -> Lease:
    entry = an_entry().claimed(now, LEASE)
    ledger.write(entry)
    return Lease(ledger, Rank.of(a_job(), entry), entry, LEASE, lambda: now + 60)


def test_every_beat_renews_the_lease_and_hides_the_message_a_beat_longer() -> None:
    ledger, queue = Signalling(writes=3), FakeQueue()
    lease = hold(ledger)

    with Heartbeat(queue, BEAT, LEASE).running(lease, "receipt") as lost:
        assert ledger.enough.wait(SOON)

    assert ledger.read(lease.entry.job_id)[0].lease_until == 1000 + 60 + LEASE
    assert set(queue.extended) == {("receipt", 181)}
    assert not lost.is_set()


class Hanging(FakeLedger):
    """Takes the claim, and answers a beat only once the job has ended."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.ended, self.answered = Event(), Event(), Event()
        self.in_time = False

    def write(self, entry: object) -> None:
        if self.read(an_entry().job_id):
            self.asked.set()
            self.in_time = self.ended.wait(SOON)
        super().write(entry)  # type: ignore[arg-type] - what the ledger is given
        if self.in_time:
            self.answered.set()


def test_a_beat_that_hangs_in_the_ledger_does_not_hold_up_the_end_of_the_job() -> None:
    ledger, queue = Hanging(), FakeQueue()

    with Heartbeat(queue, BEAT, LEASE).running(hold(ledger), "receipt"):
        assert ledger.asked.wait(SOON)
    ledger.ended.set()

    assert ledger.answered.wait(SOON)
    assert queue.extended == []


class Parting(Hanging):
    """Refuses a beat that it answers only once the job has ended."""

    def write(self, entry: object) -> None:
        super().write(entry)
        if self.ended.is_set():
            raise StaleEntryError


def test_a_beat_that_is_refused_once_the_job_has_ended_is_no_loss(log_lines: LogLines) -> None:
    ledger = Parting()
    lease = hold(ledger)

    with Heartbeat(None, BEAT, LEASE).running(lease, "") as lost:
        [beat] = [thread for thread in find_threads() if thread.name == "heartbeat"]
        assert ledger.asked.wait(SOON)
    ledger.ended.set()
    beat.join(SOON)

    assert ledger.in_time
    assert (beat.is_alive(), lost.is_set(), log_lines.lines) == (False, False, [])


def test_a_job_that_another_worker_has_taken_is_lost() -> None:
    ledger = FakeLedger()
    lease = hold(ledger)
    ledger.write(lease.entry.claimed(2000, LEASE))

    with Heartbeat(None, BEAT, LEASE).running(lease, "") as lost:
        assert lost.wait(SOON)


def test_after_two_beats_that_fail_a_job_is_lost() -> None:
    ledger = FakeLedger()
    lease = hold(ledger)
    ledger.error = JobError(LEDGER_UNAVAILABLE, "LEDGER", "no answer.")

    with Heartbeat(None, BEAT, LEASE).running(lease, "") as lost:
        assert lost.wait(SOON)


class EverySecond(FakeLedger):
    """Fails every second beat; says when it was asked often enough."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.enough = 0, Event()

    def write(self, entry: object) -> None:
        self.asked += 1
        if self.asked > 6:
            self.enough.set()
        if self.asked % 2 == 0:
            raise JobError(LEDGER_UNAVAILABLE, "LEDGER", "no answer.")
        super().write(entry)  # type: ignore[arg-type] - what the ledger is given


def test_beats_that_fail_now_and_then_do_not_lose_a_job() -> None:
    ledger = EverySecond()

    with Heartbeat(None, BEAT, LEASE).running(hold(ledger), "") as lost:
        assert ledger.enough.wait(SOON)
        assert not lost.is_set()


def test_after_two_beats_that_stumble_over_a_bug_a_job_is_lost() -> None:
    ledger = Stumbling()
    lease = hold(ledger)
    ledger.stumbles = True

    with Heartbeat(None, BEAT, LEASE).running(lease, "") as lost:
        assert lost.wait(SOON)


def test_a_beat_after_the_end_of_the_job_changes_nothing() -> None:
    ledger = FakeLedger()
    lease = hold(ledger)

    with Heartbeat(None, 3600, LEASE).running(lease, ""):
        lease.fail_attempt()

    [entry] = ledger.read(lease.entry.job_id)
    assert (entry.lease_until, entry.failures) == (0, 1)
    assert replace(entry) == lease.entry
