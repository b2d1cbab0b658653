"""When a callback that the backend did not accept is sent again: the example schedule of Standard Webhooks 1.0.

Its times count from when the outcome was decided, not from one sending to the next: deliveries of the queue send the
callback, too, and must not use up the days that the schedule spans (docs/sources.md, Lambda and SQS).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from worker.delivery.ledger.outcome import Abandoned
from worker.jobs.errors import CALLBACK_CLOSED, JobError

if TYPE_CHECKING:
    from worker.delivery.ledger.outcome import Outcome

_MINUTE, _HOUR = 60.0, 3600.0
SCHEDULE = (5.0, 5 * _MINUTE, 30 * _MINUTE, *(hours * _HOUR for hours in (2, 5, 10, 14, 20, 24)))
"""Seconds between one sending and the next; together 75 hours and 35 minutes."""

REAL_TIME_BASE = 30.0
"""The `RETRY_BASE_SECONDS` at which the schedule runs in real time; a test suite's 1 runs it 30 times as fast."""

_JITTER = 0.1

_POSTPONED = 5 * _MINUTE
"""How long the sweep leaves a callback alone whose server has already delayed the run.

Each such callback would take 10 s of the run, and the jobs of others would wait. If it were due at once, it would take
the places of others in the next run.
"""


@dataclass(frozen=True, slots=True)
class ResendSchedule:
    """The schedule at a pace.

    `retry_base` is `RETRY_BASE_SECONDS`. `jitter` gives a number in [0, 1) that delays each sending by up to a tenth of
    the wait, so that callbacks that a broken backend refused together do not come back together.
    """

    retry_base: float = REAL_TIME_BASE
    jitter: Callable[[], float] = random.random

    def choose_postponed(self, now: float) -> float:
        """When a callback that was skipped in favour of others is due again; no step of its schedule is used up."""
        return now + _POSTPONED * self.retry_base / REAL_TIME_BASE

    def choose_resend(self, outcome: Outcome, error: JobError, now: float) -> float | Abandoned:
        """Choose when a callback is sent again.

        Args:
            outcome: the outcome that was sent.
            error: why it was not accepted; its Retry-After is honoured up to the longest step of the schedule.
            now: seconds since 1970.

        Returns:
            Seconds since 1970, or why it is never sent again.
        """
        if error.condition is CALLBACK_CLOSED:
            return Abandoned.CLOSED
        pace = self.retry_base / REAL_TIME_BASE
        moments = (outcome.decided_at + seconds * pace for seconds in accumulate(SCHEDULE))
        wait = next((moment - now for moment in moments if moment > now), None)
        if wait is None:
            return Abandoned.UNHEARD
        asked = min(error.retry_after or 0.0, SCHEDULE[-1] * pace)
        return now + max(wait * (1 + _JITTER * self.jitter()), asked)
