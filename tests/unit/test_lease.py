from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import a_delivery, a_job, a_meta, a_result, an_outcome
from tests.fakes.delivery import FakeArtefacts, FakeBackend, FakeLedger
from worker.delivery.claiming import Claims
from worker.delivery.lease import Lease
from worker.delivery.ledger.entry import Entry, StaleEntryError
from worker.delivery.ledger.precedence import SupersededError
from worker.delivery.outbox import Outbox
from worker.jobs.errors import LEDGER_UNAVAILABLE, JobError

LEASE = 180.0


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def claims(clock: Clock) -> Claims:
    return Claims(FakeLedger(), FakeArtefacts(), LEASE, clock)


def take(claims: Claims) -> Lease:
    lease = claims.claim(a_job(), a_delivery())
    assert isinstance(lease, Lease)
    return lease


def test_a_worker_that_was_paused_past_its_lease_holds_the_job_again_once_it_begins_a_stage(
    claims: Claims, clock: Clock
) -> None:
    lease = take(claims)
    clock.now += 2 * LEASE

    lease.begin_stage("STT")

    assert lease.entry.lease_until == clock.now + LEASE


def test_a_worker_that_was_replaced_leaves_alone_what_its_successor_tells(claims: Claims, clock: Clock) -> None:
    outbox = Outbox(FakeArtefacts(), FakeBackend(), clock)
    paused = take(claims)
    clock.now += 2 * LEASE
    successor = take(claims)
    told = outbox.decide(a_job(), successor, a_result())

    with pytest.raises(StaleEntryError):
        outbox.decide(a_job(), paused, replace(a_result(), meta=replace(a_meta(), duration_ms=1)))

    assert successor.entry.outcome is not None
    assert outbox.reread(a_job(), successor.entry.outcome) == told


def test_what_was_let_go_is_not_held_again_by_a_late_heartbeat(claims: Claims) -> None:
    lease = take(claims)
    lease.fail_attempt()

    lease.renew()

    assert lease.entry.lease_until == 0


def test_only_the_first_checkpoint_after_the_time_ran_out_is_written(claims: Claims) -> None:
    take(claims).note_yield()
    lease = take(claims)
    before = lease.entry

    lease.note_progress()
    lease.note_progress()

    assert (before.yields, lease.entry.yields, lease.entry.revision) == (1, 0, before.revision + 1)


class Unanswering(FakeLedger):
    """Stores what it is given, but answers one write with an error."""

    fails = False

    def write(self, entry: Entry) -> None:
        super().write(entry)
        if self.fails:
            self.fails = False
            raise JobError(LEDGER_UNAVAILABLE, "LEDGER", "no answer.")


def test_a_write_that_was_made_but_never_answered_does_not_lose_the_job(clock: Clock) -> None:
    ledger = Unanswering()
    lease = take(Claims(ledger, FakeArtefacts(), LEASE, clock))
    ledger.fails = True
    with pytest.raises(JobError):
        lease.begin_stage("STT")

    lease.fail_attempt()

    [entry] = ledger.read(lease.entry.job_id)
    assert (entry.stage, entry.failures, entry.lease_until) == ("STT", 1, 0)


def test_an_outcome_that_was_written_but_never_answered_is_not_decided_again(clock: Clock) -> None:
    ledger = Unanswering()
    lease = take(Claims(ledger, FakeArtefacts(), LEASE, clock))
    ledger.fails = True
    with pytest.raises(JobError):
        lease.decide(an_outcome())

    with pytest.raises(StaleEntryError):
        lease.decide(replace(an_outcome(), event_id="msg_another"))
    [entry] = ledger.read(lease.entry.job_id)
    assert entry.outcome is not None
    assert entry.outcome.event_id == an_outcome().event_id


def test_an_upload_that_was_replaced_is_not_decided(claims: Claims) -> None:
    lease = take(claims)
    newer = a_job(replace(a_job().source, version_id="newer", sequencer="0055AED6DCD90281E6"))
    assert isinstance(claims.claim(newer.named("m2"), a_delivery()), Lease)

    with pytest.raises(SupersededError):
        lease.decide(an_outcome())
