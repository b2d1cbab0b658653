"""The small print of an entry's steps, and of what a claim makes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import a_delivery, a_job, an_entry, an_outcome
from tests.fakes.delivery import FakeArtefacts, FakeLedger
from worker.delivery.claiming import Claims
from worker.delivery.ledger.claim import Busy, weigh_claim
from worker.delivery.ledger.due import DeathLimits, due_at
from worker.delivery.ledger.entry import Entry, StaleEntryError, explain_cancelled
from worker.delivery.ledger.poison import worker_died_on
from worker.jobs.ending import FailureReport
from worker.jobs.errors import JobError

LEASE, NOW = 180.0, 1_000_000.0
JOB = a_job().named("m1")


def killed(entry: Entry, now: float, *calls: str) -> Entry:
    """Claimed, at work in a stage with these paid calls begun, and never heard of again."""
    entry = entry.claimed(now, LEASE).stage_began("STT", now, LEASE)
    for call in calls:
        entry = entry.call_began(call, now, LEASE)
    return entry


def test_calls_that_two_workers_left_unanswered_are_all_remembered() -> None:
    twice = killed(killed(an_entry(), NOW, "one", "both"), NOW + LEASE, "both", "other")

    assert twice.claimed(NOW + 2 * LEASE, LEASE).orphaned_calls == ("one", "both", "other")


@pytest.mark.parametrize(("saved", "yields"), [(True, 0), (False, 3)])
def test_only_an_answer_that_is_saved_gives_a_job_its_invocations_anew(saved: bool, yields: int) -> None:  # noqa: FBT001 - a table's column
    entry = killed(replace(an_entry(), yields=3), NOW, "one")

    ended = entry.call_ended("one", NOW, saved=saved)
    assert (ended.yields, ended.pending_calls) == (yields, ())


def test_a_redrive_forgets_in_which_stages_workers_died() -> None:
    entry = killed(an_entry(), NOW).claimed(NOW + LEASE, LEASE).decided(an_outcome(), NOW + LEASE)
    assert entry.died_in == {"STT": 1}

    assert entry.reopened().died_in == {}


@pytest.mark.parametrize(("before", "sent_at", "kept"), [(5.0, 9.0, 9.0), (9.0, 5.0, 9.0)])
def test_the_latest_message_of_a_job_is_remembered_in_whatever_order_they_come(
    before: float, sent_at: float, kept: float
) -> None:
    entry = replace(an_entry(JOB.generation), sent_at=before)

    found = weigh_claim(entry, None, JOB, replace(a_delivery(), sent_at=sent_at), NOW)

    assert isinstance(found, Entry)
    assert found.sent_at == kept


@pytest.mark.parametrize(("late", "suspect"), [(-1.0, False), (0.0, True)])
def test_a_job_is_suspect_from_the_second_at_which_its_lease_is_over(late: float, suspect: bool) -> None:  # noqa: FBT001 - a table's column
    assert worker_died_on(killed(an_entry(), NOW), NOW + LEASE + late) is suspect


def test_a_job_over_which_a_worker_died_stays_suspect_once_it_waits() -> None:
    waiting = killed(an_entry(), NOW).claimed(NOW + LEASE, LEASE).attempt_failed(NOW + LEASE)

    assert worker_died_on(waiting, NOW + LEASE)


@pytest.mark.parametrize(("early", "free"), [(1.0, False), (0.0, True)])
def test_a_job_is_free_at_the_second_at_which_its_lease_is_over(early: float, free: bool) -> None:  # noqa: FBT001 - a table's column
    held = an_entry(JOB.generation).claimed(NOW, LEASE)

    found = weigh_claim(held, None, JOB, a_delivery(), NOW + LEASE - early)

    assert isinstance(found, Entry) is free


def test_the_loser_of_a_race_for_a_claim_waits_for_a_lease() -> None:
    class Raced(FakeLedger):
        """Another worker writes first."""

        def write(self, entry: Entry) -> None:
            raise StaleEntryError(entry.job_id)

    claims = Claims(Raced(), FakeArtefacts(), LEASE, lambda: NOW)

    assert claims.claim(JOB, a_delivery()) == Busy(LEASE)


@pytest.mark.parametrize(
    ("hidden_at", "ahead"),
    [(None, 7.0), (NOW + 5.0, 4.0), (NOW + 1.0, 0.0), (NOW + 0.3, 0.0), (NOW, 0.0), (NOW - 300.0, -300.0)],
)
def test_how_far_the_queues_clock_is_ahead_is_known_as_it_was_said_last(hidden_at: float | None, ahead: float) -> None:
    entry = replace(an_entry(JOB.generation), queue_ahead=7.0)

    found = weigh_claim(entry, None, JOB, replace(a_delivery(), hidden_at=hidden_at), NOW)

    assert isinstance(found, Entry)
    assert found.queue_ahead == ahead


@pytest.mark.parametrize(("sent_at", "redriven"), [(999.0, False), (1001.0, True)])
def test_what_a_worker_of_an_older_version_decided_is_compared_by_its_clock(sent_at: float, redriven: bool) -> None:  # noqa: FBT001 - a table's column
    entry = replace(an_entry(JOB.generation), outcome=replace(an_outcome(), accepted_at=1000.0))

    found = weigh_claim(entry, None, JOB, replace(a_delivery(), sent_at=sent_at), NOW)

    assert isinstance(found, Entry) is redriven


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(an_entry().claimed(NOW, LEASE).attempt_failed(NOW), id="one that waits, of which no worker died"),
        pytest.param(an_entry().claimed(NOW, LEASE), id="one of which nothing has begun"),
        pytest.param(
            killed(an_entry(), NOW).claimed(NOW + LEASE, LEASE).decided(an_outcome(), NOW), id="one that is decided"
        ),
    ],
)
def test_no_other_job_is_suspect(entry: Entry) -> None:
    assert not worker_died_on(entry, NOW + 2 * LEASE)


def test_a_job_that_is_held_is_never_due() -> None:
    assert due_at(an_entry().claimed(NOW, LEASE), DeathLimits(silence=1.0)) == NOW + LEASE


def test_a_job_that_was_cancelled_after_its_last_stage_began_does_not_end_otherwise() -> None:
    cancelled = an_entry().claimed(NOW, LEASE).stage_began("STORE", NOW, LEASE).cancelled(NOW)

    with pytest.raises(JobError, match="cancelled"):
        cancelled.decided(an_outcome(), NOW)


def test_a_cancelled_job_ends_as_cancelled() -> None:
    outcome = replace(an_outcome(), failure=FailureReport.of(explain_cancelled()))

    assert an_entry().claimed(NOW, LEASE).cancelled(NOW).decided(outcome, NOW).outcome is not None
