from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from worker.adapters.calls.retry import CallLimits, RetryPolicy
from worker.jobs.deadline import Deadline
from worker.jobs.errors import STT_MISCONFIGURED, STT_REJECTED, STT_UNAVAILABLE, Condition, JobError

LIMITS = CallLimits("STT", at_least=2.0, at_most=30.0)


@dataclass
class Service:
    """Fails as its script says, then answers."""

    failures: list[JobError]
    calls: int = 0
    slept: list[float] = field(default_factory=list[float])

    def call(self) -> str:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        return "answer"

    def policy(self, retries: int = 3, jitter: float = 0.5) -> RetryPolicy:
        return RetryPolicy(retries, 1.0, sleep=self.slept.append, jitter=lambda: jitter)


def unavailable(count: int, retry_after: float | None = None) -> list[JobError]:
    return [JobError(STT_UNAVAILABLE, "busy", retry_after=retry_after) for _ in range(count)]


def test_delays_double_from_the_first_one() -> None:
    service = Service(unavailable(3))

    assert service.policy().run(service.call, Deadline.after(100), LIMITS) == "answer"
    assert service.slept == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(("jitter", "delay"), [(0.0, 0.75), (1.0, 1.25)])
def test_jitter_spreads_a_delay_by_a_quarter_each_way(jitter: float, delay: float) -> None:
    service = Service(unavailable(1))

    service.policy(jitter=jitter).run(service.call, Deadline.after(100), LIMITS)

    assert service.slept == [delay]


@pytest.mark.parametrize("retries", [0, 1, 3])
def test_retries_count_the_repeats_after_the_first_attempt(retries: int) -> None:
    service = Service(unavailable(10))

    with pytest.raises(JobError):
        service.policy(retries).run(service.call, Deadline.after(100), LIMITS)

    assert service.calls == retries + 1


@pytest.mark.parametrize("condition", [STT_REJECTED, STT_MISCONFIGURED])
def test_only_retryable_failures_are_repeated(condition: Condition) -> None:
    service = Service([JobError(condition, "no")])

    with pytest.raises(JobError) as caught:
        service.policy().run(service.call, Deadline.after(100), LIMITS)

    assert (caught.value.condition, service.calls, service.slept) == (condition, 1, [])


def test_a_caller_may_stop_repeating_earlier() -> None:
    service = Service(unavailable(5))

    with pytest.raises(JobError):
        service.policy().run(service.call, Deadline.after(100), LIMITS, again=lambda _error: service.calls < 2)

    assert service.calls == 2


def test_retry_after_is_waited_for_when_it_fits() -> None:
    service = Service(unavailable(1, retry_after=7.0))

    service.policy().run(service.call, Deadline.after(100), LIMITS)

    assert service.slept == [7.0]


def test_retry_after_shorter_than_the_backoff_does_not_hurry_it() -> None:
    service = Service(unavailable(1, retry_after=0.1))

    service.policy().run(service.call, Deadline.after(100), LIMITS)

    assert service.slept == [1.0]


@pytest.mark.parametrize(
    ("retry_after", "left"), [(25.0, 20), (31.0, 900), (300.0, 900)], ids=["no time", "long", "very long"]
)
def test_a_retry_after_that_is_too_long_fails_at_once_and_is_kept_for_the_queue(retry_after: float, left: int) -> None:
    service = Service(unavailable(1, retry_after=retry_after))

    with pytest.raises(JobError) as caught:
        service.policy().run(service.call, Deadline.after(left), LIMITS)

    assert (caught.value.retry_after, service.slept, service.calls) == (retry_after, [], 1)


def test_no_repeat_is_slept_for_that_could_not_be_finished() -> None:
    service = Service(unavailable(1))

    with pytest.raises(JobError):
        service.policy().run(service.call, Deadline.after(2.9), LIMITS)

    assert (service.slept, service.calls) == ([], 1)


def test_a_failure_of_our_own_code_is_not_repeated() -> None:
    calls: list[int] = []

    def broken() -> None:
        calls.append(1)
        raise KeyError

    with pytest.raises(KeyError):
        RetryPolicy(sleep=lambda _seconds: None).run(broken, Deadline.after(100), LIMITS)

    assert calls == [1]


def test_each_repeat_is_logged_with_its_reason(caplog: pytest.LogCaptureFixture) -> None:
    service = Service(unavailable(1))

    service.policy().run(service.call, Deadline.after(100), LIMITS)

    fields = vars(caplog.records[0])
    assert (fields["stage"], fields["reason"], fields["attempt"]) == ("STT_RETRY", "stt_unavailable", 1)
