"""What a worker leaves behind that lets a job go with its end not told, or not noted: doubt only where that may be."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_deadline, a_delivery, a_job, a_result
from tests.fakes.delivery import FakeArtefacts, FakeBackend, FakeLedger
from worker.delivery.claiming import Claims
from worker.delivery.lease import Lease
from worker.delivery.outbox import Outbox
from worker.jobs.errors import CALLBACK_UNAVAILABLE, CALLBACK_UNREACHABLE, LEDGER_UNAVAILABLE, Condition, JobError

if TYPE_CHECKING:
    from worker.delivery.ledger.entry import Entry
    from worker.jobs.deadline import Deadline
    from worker.jobs.ending import Callback

NO_ANSWER = JobError(LEDGER_UNAVAILABLE, "LEDGER", "no answer.")


class Failing(FakeLedger):
    """Does not make the next write, or `loses` its answer."""

    fails = False
    loses = False

    def write(self, entry: Entry) -> None:
        fails, self.fails = self.fails, False
        if not fails or self.loses:
            super().write(entry)
        if fails:
            raise NO_ANSWER


class Watching(FakeBackend):
    """The ledger's next write fails once the backend has been told."""

    ledger: Failing

    def send(self, callback: Callback, deadline: Deadline) -> None:
        self.ledger.fails = True
        super().send(callback, deadline)


def unheard(condition: Condition, *, perhaps_heard: bool) -> JobError:
    error = JobError(condition, "CALLBACK", "no.")
    error.perhaps_heard = perhaps_heard
    return error


def take(claims: Claims) -> Lease:
    lease = claims.claim(a_job(), a_delivery())
    assert isinstance(lease, Lease)
    return lease


def is_doubted(claims: Claims, ledger: FakeLedger, lease: Lease) -> bool:
    """Whether the outcome is one that the backend may know, once the job is let go."""
    claims.release(a_job(), lease, a_deadline())
    [entry] = ledger.read(a_job().job_id)
    assert entry.outcome is not None
    assert entry.lease_until == 0
    return entry.outcome.perhaps_heard


@pytest.mark.parametrize(
    ("errors", "doubted"),
    [
        pytest.param([], True, id="accepted"),
        pytest.param([unheard(CALLBACK_UNREACHABLE, perhaps_heard=True)], True, id="no answer"),
        pytest.param([unheard(CALLBACK_UNAVAILABLE, perhaps_heard=False)], False, id="refused"),
        pytest.param([ValueError("a bug")], True, id="a fault of ours"),
    ],
)
def test_a_telling_that_could_not_be_noted_is_doubted_unless_it_was_refused(
    errors: list[Exception], *, doubted: bool
) -> None:
    ledger, artefacts, backend = Failing(), FakeArtefacts(), Watching(errors)
    claims, backend.ledger = Claims(ledger, artefacts, 180.0), ledger
    lease, outbox = take(claims), Outbox(artefacts, backend)
    callback = outbox.decide(a_job(), lease, a_result())
    with suppress(JobError, ValueError):
        outbox.send(callback, lease, a_deadline())
    ledger.fails = False

    assert is_doubted(claims, ledger, lease) is doubted


def test_an_outcome_whose_decision_got_no_answer_was_told_to_nobody() -> None:
    ledger, artefacts = Failing(), FakeArtefacts()
    claims = Claims(ledger, artefacts, 180.0)
    lease = take(claims)
    ledger.fails = ledger.loses = True
    with pytest.raises(JobError):
        Outbox(artefacts, FakeBackend()).decide(a_job(), lease, a_result())

    assert not is_doubted(claims, ledger, lease)
