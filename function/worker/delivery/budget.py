"""The lid on a day: what paid calls may cost together from midnight to midnight in Seoul (`BUDGET_KRW_PER_DAY`).

A price is counted before its call is made, and corrected once the cost is known. A call whose worker dies stays
counted as estimated, since nobody knows whether it was billed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from worker.delivery import worker_log
from worker.delivery.ports import Costs
from worker.jobs.errors import BUDGET_SPENT, BUDGET_TOO_SMALL, JobError
from worker.jobs.not_ready import NotReady

if TYPE_CHECKING:
    from worker.delivery.ledger.waiting import Waiting

REASON = "budget"
"""What a job waits for (`NotReady`)."""

LOOK_SECONDS = 900.0
"""A waiting job looks again at least this often: the lid may have been raised, or a call have cost less."""

_SEOUL = timezone(timedelta(hours=9))
"""Asia/Seoul, which has no daylight saving; the image has no database of time zones."""


def name_day(now: float) -> str:
    """The date in Seoul, as in `2026-12-01`; `now` is in seconds since 1970."""
    return datetime.fromtimestamp(now, _SEOUL).date().isoformat()


def seconds_left_of_day(now: float) -> float:
    """Seconds until the next midnight in Seoul."""
    here = datetime.fromtimestamp(now, _SEOUL)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return (midnight - here).total_seconds()


@dataclass(frozen=True, slots=True)
class Reserved:
    """What was counted for a call: on which day, and how many won."""

    day: str
    krw: float


@dataclass(frozen=True, slots=True)
class Budget:
    """Counts what paid calls cost; `lid` is in won a day, above 0."""

    costs: Costs
    lid: float
    clock: Callable[[], float] = time.time

    def reserve(self, krw: float) -> Reserved:
        """Count a call before it is made.

        Raises:
            NotReady: the call would pass the lid, so it must not be made today.
            JobError: UNKNOWN_ERROR, the ledger cannot be written, or no day has room for this call.
        """
        if krw > self.lid:
            sentence = f"a call for about {krw:.0f} KRW is more than a whole day may cost."
            raise JobError(BUDGET_TOO_SMALL, "BUDGET", sentence, setting="BUDGET_KRW_PER_DAY")
        now = self.clock()
        day = name_day(now)
        total = self.costs.add_cost(day, krw, self.lid)
        if total is None:
            raise self._put_off(krw, now)
        worker_log.day_cost(total)
        return Reserved(day, krw)

    def refuse_again(self, waiting: Waiting | None) -> None:
        """Let a job wait on while its call still has no room, before it fetches and decodes its video once more.

        Raises:
            NotReady: there is no room yet.
            JobError: UNKNOWN_ERROR, the ledger cannot be read.
        """
        now = self.clock()
        if waiting and 0 < waiting.krw <= self.lid and self.costs.cost_of(name_day(now)) + waiting.krw > self.lid:
            raise self._put_off(waiting.krw, now)

    def _put_off(self, krw: float, now: float) -> NotReady:
        delay = min(LOOK_SECONDS, seconds_left_of_day(now))
        worker_log.budget_spent(name_day(now), self.lid, delay)
        return NotReady(delay, REASON, now, BUDGET_SPENT, krw)

    def correct(self, reserved: Reserved, krw: float) -> None:
        """Count what a call really cost; if the ledger does not answer, the estimate stays."""
        if krw == reserved.krw:
            return
        try:
            self.costs.add_cost(reserved.day, krw - reserved.krw)
        except JobError as error:
            worker_log.not_saved(error)
