"""The one place that retries external calls: after 1, 2 and 4 s with jitter, within the deadline.

The specification gives the delays and the number of retries (docs/sources.md).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from worker.jobs.errors import Handling, JobError
from worker.telemetry.log import logger, milliseconds_since

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline

T = TypeVar("T")

LONGEST_RETRY_AFTER = 30.0
"""Longest Retry-After (seconds) to sleep through here: a sleeping Lambda costs money, a waiting message does not."""

_LEAST_JITTER, _JITTER_RANGE = 0.75, 0.5


@dataclass(frozen=True, slots=True)
class CallLimits:
    """How long one call to a service may take, in seconds.

    `stage` names the service in the log's retry lines (`STT_RETRY`). A call does not start with less than `at_least`
    left, and ends after `at_most`.
    """

    stage: str
    at_least: float
    at_most: float

    def fit(self, deadline: Deadline) -> bool:
        """Whether there is enough time to start a call."""
        return deadline.left() >= self.at_least


def is_retryable(error: JobError) -> bool:
    """Whether the same call may succeed a moment later."""
    return error.handling is Handling.RETRYABLE


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Settings `MAX_RETRIES` and `RETRY_DELAY_SECONDS`: `retries` counts the attempts after the first.

    `sleep` takes seconds; `jitter` gives a number in [0, 1) that spreads each delay over 75 to 125 %, so that workers
    that failed together do not retry together.
    """

    retries: int = 3
    first_delay: float = 1.0
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random

    def run(
        self,
        attempt: Callable[[], T],
        deadline: Deadline,
        limits: CallLimits,
        again: Callable[[JobError], bool] = is_retryable,
    ) -> T:
        """Call until a call succeeds, a failure is not worth a retry, or no further call fits.

        Args:
            attempt: one call; raises a `JobError` when it fails.
            deadline: when the job must be done.
            limits: bounds of one call.
            again: whether a failure is worth another attempt; asked once per failure, in order.

        Returns:
            What the first successful attempt returned.

        Raises:
            JobError: the last failure, with its `retry_after`: the queue's backoff can honour one that does not fit
                here.
        """
        number = 0
        while True:
            started = time.monotonic()
            try:
                return attempt()
            except JobError as error:
                delay = self._delay(number, error)
                worth = again(error) and number < self.retries and (error.retry_after or 0) <= LONGEST_RETRY_AFTER
                if not worth or delay + limits.at_least > deadline.left():
                    raise
                _log_retry(limits.stage, error, delay=delay, attempt=number + 1, started=started)
            self.sleep(delay)
            number += 1

    def _delay(self, number: int, error: JobError) -> float:
        backoff = self.first_delay * 2**number * (_LEAST_JITTER + _JITTER_RANGE * self.jitter())
        return max(backoff, error.retry_after or 0.0)


def _log_retry(stage: str, error: JobError, *, delay: float, attempt: int, started: float) -> None:
    logger.warning(
        "The call failed and is made again",
        stage=f"{stage}_RETRY",
        duration_ms=milliseconds_since(started),
        reason=error.condition.reason,
        attempt=attempt,
        delay_seconds=round(delay, 3),
    )
