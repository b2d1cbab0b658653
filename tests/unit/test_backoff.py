from __future__ import annotations

import pytest

from worker.delivery.backoff import retry_delay
from worker.jobs.errors import LLM_MISCONFIGURED, LLM_UNAVAILABLE, STT_UNAVAILABLE, JobError


def least(low: float, _high: float) -> float:
    return low


def most(_low: float, high: float) -> float:
    return high


@pytest.mark.parametrize(("receive", "seconds"), [(1, 30), (2, 60), (3, 120), (4, 240), (5, 480), (6, 900), (20, 900)])
def test_a_retryable_failure_doubles_its_delay_up_to_15_minutes(receive: int, seconds: int) -> None:
    assert retry_delay(JobError(STT_UNAVAILABLE, ""), receive, 30, least) == seconds


@pytest.mark.parametrize(("receive", "seconds"), [(1, 300), (2, 600), (3, 900), (9, 900)])
def test_a_configuration_failure_waits_5_to_15_minutes(receive: int, seconds: int) -> None:
    assert retry_delay(JobError(LLM_MISCONFIGURED, ""), receive, 30, least) == seconds


def test_jitter_adds_up_to_a_quarter() -> None:
    assert retry_delay(JobError(STT_UNAVAILABLE, ""), 1, 100, most) == 125


def test_jitter_does_not_pass_15_minutes() -> None:
    assert retry_delay(JobError(STT_UNAVAILABLE, ""), 9, 30, most) == 900


@pytest.mark.parametrize(("retry_after", "seconds"), [(10, 30), (200, 200), (100_000, 900)])
def test_a_longer_retry_after_is_honoured_up_to_15_minutes(retry_after: float, seconds: int) -> None:
    error = JobError(LLM_UNAVAILABLE, "", retry_after=retry_after)

    assert retry_delay(error, 1, 30, least) == seconds


@pytest.mark.parametrize("base", [1e-9, 0.1, 1, 30, 900])
def test_a_message_that_was_received_thousands_of_times_waits_longest_whatever_the_base(base: float) -> None:
    assert retry_delay(JobError(STT_UNAVAILABLE, ""), 5000, base, least) == 900


@pytest.mark.parametrize(("receive", "seconds"), [(1, 0), (11, 102), (14, 819), (15, 900)])
def test_a_base_below_a_second_doubles_as_far_as_any_other(receive: int, seconds: int) -> None:
    assert retry_delay(JobError(STT_UNAVAILABLE, ""), receive, 0.1, least) == seconds
