"""The end of a job that is told to nobody."""

from __future__ import annotations

import pytest

from tests.builders import a_deadline, a_delivery, a_job
from tests.fakes.delivery import FakeArtefacts, FakeBackend, FakeLedger
from worker.delivery.claiming import Claims
from worker.delivery.lease import Lease
from worker.delivery.ledger.due import DeathLimits, due_at
from worker.delivery.outbox import Outbox
from worker.jobs.ending import FailureReport
from worker.jobs.errors import Handling
from worker.tasks.catalog.job import Cataloged

REPORT = FailureReport("DATABASE_FAILED", "DATABASE: no answer.", "database_no_answer", Handling.RETRYABLE)


@pytest.mark.parametrize("failure", [None, REPORT], ids=["done", "failed"])
def test_an_end_that_nobody_is_told_counts_as_told(failure: FailureReport | None) -> None:
    ledger, artefacts, backend = FakeLedger(), FakeArtefacts(), FakeBackend()
    lease = Claims(ledger, artefacts, 180.0).claim(a_job(), a_delivery())
    assert isinstance(lease, Lease)
    outbox = Outbox(artefacts, backend)

    outbox.send(outbox.decide(a_job(), lease, Cataloged(failure)), lease, a_deadline())

    [entry] = ledger.read(a_job().job_id)
    assert (entry.finished, due_at(entry, DeathLimits()), backend.told) == (True, None, [])
