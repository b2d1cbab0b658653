"""Limits a worker's calls of one kind: so many at once, so many per second, fewer after a refusal.

Calls take turns in order of arrival, so that no job starves another; `pace` says how fast.
"""

from __future__ import annotations

import time
from collections import deque
from contextlib import contextmanager
from threading import Condition
from typing import TYPE_CHECKING

from worker.adapters.calls.pace import Pace
from worker.jobs.deadline import LOOK_SECONDS
from worker.telemetry.log import logger

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from worker.jobs.deadline import Deadline

UNBOUNDED = 1e9


class NoTurnError(Exception):
    """No turn came while there was still time for a call."""


class Throttle:
    """Shared by the threads of a worker.

    Args:
        at_once: most calls in flight.
        per_second: most calls started per second, on average, if limited; that many may start together after a pause.
        clock: monotonic seconds.
        wait: waits on a condition for some seconds, or until it is notified.
    """

    def __init__(
        self,
        at_once: int,
        per_second: float = UNBOUNDED,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[Condition, float], object] = Condition.wait,
    ) -> None:
        self._pace, self._wait = Pace(at_once, per_second, clock), wait
        self._changed = Condition()
        self._queue: deque[object] = deque()
        self._in_flight, self._refusals = 0, 0

    @contextmanager
    def turn(self, deadline: Deadline, at_least: float) -> Generator[int]:
        """Wait for a call's turn, and hold it.

        Args:
            deadline: when the job must be done.
            at_least: seconds that a call needs.

        Yields:
            How many refusals there were so far, for `tighten`.

        Raises:
            NoTurnError: no more than `at_least` was left before the turn came.
        """
        with self._changed:
            self._line_up(deadline, at_least)
            self._in_flight += 1
            refusals = self._refusals
        try:
            yield refusals
        finally:
            with self._changed:
                self._in_flight -= 1
                self._changed.notify_all()

    def tighten(self, refusals: int) -> None:
        """Slow down after a refusal for pace. Of calls in flight together only the first refusal counts."""
        with self._changed:
            if refusals < self._refusals:
                return
            self._refusals += 1
            self._pace.tighten()
        logger.warning("fewer calls are made after a refusal", stage="THROTTLED", duration_ms=0, share=self._pace.share)

    def ease(self) -> None:
        """Speed up after a success."""
        with self._changed:
            self._pace.ease()
            self._changed.notify_all()

    def _line_up(self, deadline: Deadline, at_least: float) -> None:
        place = object()
        self._queue.append(place)
        try:
            while deadline.left() > at_least:
                pause = self._pause(place)
                if pause <= 0:
                    self._pace.count_start()
                    return
                self._wait(self._changed, pause)
            raise NoTurnError
        finally:
            self._queue.remove(place)
            self._changed.notify_all()

    def _pause(self, place: object) -> float:
        """Seconds until the next look; zero or less when the turn has come."""
        if self._queue[0] is not place or not self._pace.has_room(self._in_flight):
            return LOOK_SECONDS
        return min(LOOK_SECONDS, self._pace.pause())
