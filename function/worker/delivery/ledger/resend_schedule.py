"""When an outcome that the backend did not accept is told again: the example schedule of Standard Webhooks 1.0.

Its moments count from when the outcome was decided, not from one telling to the next: deliveries of the queue tell,
too, and must not use up the days that the schedule spans (docs/sources.md, Lambda and SQS).
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
"""Seconds between one telling and the next; together 75 hours and 35 minutes."""

REAL_TIME_BASE = 30.0
"""`RETRY_BASE_SECONDS` at which the schedule runs in real time; a suite with one of 1 runs it 30 times as fast."""

_JITTER = 0.1

_SPARED = 5 * _MINUTE
"""Until what is not told, since its server kept the sweep waiting with another telling of its run, is due again.

Each such telling would take the run 10 s, and the jobs of others would wait. Were it due at once, it would take the
places of others in the next run.
"""


@dataclass(frozen=True, slots=True)
class Resending:
    """The schedule at a pace.

    `retry_base` is `RETRY_BASE_SECONDS`. `jitter` gives a number in [0, 1) that puts off each telling by up to a tenth
    of the wait, so that outcomes that a broken backend refused together do not come back together.
    """

    retry_base: float = REAL_TIME_BASE
    jitter: Callable[[], float] = random.random

    def choose_spared(self, now: float) -> float:
        """When an outcome is due again that was not told for the sake of others: no step of its schedule is used up."""
        return now + _SPARED * self.retry_base / REAL_TIME_BASE

    def choose_again(self, outcome: Outcome, error: JobError, now: float) -> float | Abandoned:
        """Say when an outcome is told again.

        Args:
            outcome: what was told.
            error: why it was not accepted; its Retry-After is honoured up to the longest step of the schedule.
            now: seconds since 1970.

        Returns:
            Seconds since 1970, or why it is never told again.
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
