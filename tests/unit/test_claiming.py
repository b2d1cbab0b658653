from __future__ import annotations

import pytest

from tests.builders import a_deadline, a_delivery, a_job
from tests.fakes.delivery import FakeArtefacts, FakeLedger
from worker.delivery.claiming import RELEASING_SECONDS, Claims
from worker.delivery.lease import Lease
from worker.jobs.errors import LEDGER_UNAVAILABLE, RESULT_FORBIDDEN, RESULT_UNAVAILABLE, JobError

LEASE, NOW = 180.0, 1_000_000.0


def take(claims: Claims) -> Lease:
    lease = claims.claim(a_job(), a_delivery())
    assert isinstance(lease, Lease)
    lease.begin_stage("STT")
    return lease


def test_a_worker_that_has_no_time_for_the_ledger_notes_that_it_is_alive() -> None:
    ledger, artefacts = FakeLedger(), FakeArtefacts()
    claims = Claims(ledger, artefacts, LEASE, lambda: NOW)
    lease = take(claims)
    held = lease.entry

    claims.release(a_job(), lease, a_deadline(RELEASING_SECONDS / 2))

    assert ledger.read(held.job_id) == [held]
    assert claims.clear_of_death(a_job(), held).lease_until == 0


def test_a_worker_that_can_say_nothing_anywhere_is_not_stopped_by_that() -> None:
    ledger, artefacts = FakeLedger(), FakeArtefacts()
    claims = Claims(ledger, artefacts, LEASE, lambda: NOW)
    lease = take(claims)
    ledger.error = JobError(LEDGER_UNAVAILABLE, "LEDGER", "no answer.")
    artefacts.error = JobError(RESULT_UNAVAILABLE, "RESULT", "503.")

    claims.release(a_job(), lease, a_deadline())

    assert claims.clear_of_death(a_job(), lease.entry) == lease.entry


def test_a_death_is_counted_where_no_note_may_be_read() -> None:
    artefacts = FakeArtefacts(unreadable=JobError(RESULT_FORBIDDEN, "RESULT", "403.", setting="X"))
    claims = Claims(FakeLedger(), artefacts, LEASE, lambda: NOW)
    held = take(claims).entry

    assert claims.clear_of_death(a_job(), held) == held


def test_while_notes_cannot_be_read_no_death_is_judged() -> None:
    artefacts = FakeArtefacts(unreadable=JobError(RESULT_UNAVAILABLE, "RESULT", "503."))
    claims = Claims(FakeLedger(), artefacts, LEASE, lambda: NOW)
    held = take(claims).entry

    with pytest.raises(JobError):
        claims.clear_of_death(a_job(), held)


def test_a_job_that_came_to_its_end_is_left_as_it_is() -> None:
    artefacts = FakeArtefacts()
    claims = Claims(FakeLedger(), artefacts, LEASE, lambda: NOW)
    lease = take(claims)
    lease.fail_attempt()
    ended = lease.entry

    claims.release(a_job(), lease, a_deadline(0))

    assert (lease.entry, artefacts.kept) == (ended, {})
