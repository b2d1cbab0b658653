"""Renewing lease and visibility while a job runs, so that a killed one comes back in minutes."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING

from worker import notices
from worker.domain.errors import JobError
from worker.domain.ledger import StaleEntryError
from worker.ports import Queue

if TYPE_CHECKING:
    from collections.abc import Generator

    from worker.tenure import Tenure

MISSES = 2
"""Failed beats in a row after which the worker gives up: a third of the lease is left then at the default clocks."""


@dataclass(frozen=True, slots=True)
class Heart:
    """Beats every `interval` seconds; `abort` ends the whole worker at once, before its lease does."""

    queue: Queue | None
    interval: float
    lease: float
    abort: Callable[[], object]

    @contextmanager
    def beating(self, tenure: Tenure, receipt: str) -> Generator[None]:
        """Keep a job and its message from everybody else meanwhile."""
        over = Event()
        self._extend(receipt)
        context = contextvars.copy_context()
        thread = Thread(target=context.run, args=(self._beat, tenure, receipt, over), name="heartbeat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _beat(self, tenure: Tenure, receipt: str, over: Event) -> None:
        missed = 0
        while not over.wait(self.interval):
            try:
                tenure.renew()
            except StaleEntryError:
                missed = MISSES
            except JobError:
                missed += 1
            else:
                missed = 0
                self._extend(receipt)
            if missed >= MISSES and not over.is_set():
                notices.lost_hold()
                self.abort()
                return

    def _extend(self, receipt: str) -> None:
        if self.queue is not None and receipt:
            self.queue.extend(receipt, round(self.lease))
