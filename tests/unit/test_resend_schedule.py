"""The schedule's moments, its pace, and its jitter; what follows stands in handler/test_sweep_tells_again.py."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import an_outcome
from worker.delivery.ledger.outcome import Abandoned
from worker.delivery.ledger.resend_schedule import SCHEDULE, ResendSchedule
from worker.jobs.errors import CALLBACK_UNAVAILABLE, JobError

DECIDED = 1000.0
OUTCOME = replace(an_outcome(), decided_at=DECIDED)
UNAVAILABLE = JobError(CALLBACK_UNAVAILABLE, "CALLBACK", "503.")
PLAIN = ResendSchedule(jitter=lambda: 0.0)


def test_the_schedule_is_that_of_standard_webhooks() -> None:
    assert SCHEDULE == (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)


@pytest.mark.parametrize(
    ("elapsed", "moment"), [(0.0, 5), (4.9, 5), (5.0, 305), (500.0, 2105), (200_000.0, 272_105), (272_105.0, None)]
)
def test_the_next_moment_is_the_first_that_is_still_to_come(elapsed: float, moment: float | None) -> None:
    again = PLAIN.choose_resend(OUTCOME, UNAVAILABLE, DECIDED + elapsed)

    assert again == (Abandoned.UNHEARD if moment is None else pytest.approx(DECIDED + moment))


def test_a_suite_runs_the_schedule_at_its_own_pace() -> None:
    assert ResendSchedule(3.0, jitter=lambda: 0.0).choose_resend(OUTCOME, UNAVAILABLE, DECIDED) == DECIDED + 0.5


def test_outcomes_that_were_refused_together_do_not_come_back_together() -> None:
    latest = ResendSchedule(jitter=lambda: 0.999)

    assert latest.choose_resend(OUTCOME, UNAVAILABLE, DECIDED + 5) == pytest.approx(DECIDED + 5 + 300 * 1.1, abs=0.1)


@pytest.mark.parametrize(("asked", "wait"), [(2.0, 5.0), (600.0, 600.0), (1e9, 86_400.0)])
def test_retry_after_puts_a_telling_off_by_at_most_a_day(asked: float, wait: float) -> None:
    error = JobError(CALLBACK_UNAVAILABLE, "CALLBACK", "503.", retry_after=asked)

    assert PLAIN.choose_resend(OUTCOME, error, DECIDED) == DECIDED + wait
