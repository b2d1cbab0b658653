"""Renewing lease and visibility while a job runs, so that a killed one comes back in minutes."""

from __future__ import annotations

import math
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING

from worker.delivery import worker_log
from worker.delivery.ledger.entry import StaleEntryError
from worker.delivery.ports import Queue
from worker.jobs.errors import JobError
from worker.telemetry.log import carry

if TYPE_CHECKING:
    from collections.abc import Generator

    from worker.delivery.lease import Lease

MISSES = 2
"""Failed beats in a row after which a job is given up: a third of the lease is left then at the default clocks."""

PARTING_SECONDS = 1.0
"""For a beat that is under way when the job ends. One that hangs in the ledger is left behind, lest the invocation ends
too late; it renews nothing, since what was let go stays so."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Beats every `interval` seconds. The other jobs of the worker go on when one of them is lost."""

    queue: Queue | None
    interval: float
    lease: float

    @contextmanager
    def beating(self, lease: Lease, receipt: str) -> Generator[Event]:
        """Keep a claimed job and its message from everybody else meanwhile.

        Yields:
            What is set when the job is lost: nothing more may be begun for it.
        """
        over, lost = Event(), Event()
        beat = carry(self._beat)
        thread = Thread(target=beat, args=(lease, receipt, over, lost), name="heartbeat", daemon=True)
        thread.start()
        try:
            yield lost
        finally:
            over.set()
            thread.join(PARTING_SECONDS)

    def hide(self, receipt: str) -> float | None:
        """Keep the message of a claimed job from everybody else until the job itself can be claimed again.

        Stages and paid calls renew the lease between two beats. Were the message back before it ends, as a killed
        worker's is, a receive would be used up to find the job held.

        Returns:
            When that was, by the queue's clock (`delivery.ports.Queue.extend`).
        """
        return self.keep(receipt, self.lease + self.interval)

    def keep(self, receipt: str, seconds: float) -> float | None:
        """Keep a message from everybody else for so long; returns as `hide`."""
        return self.queue.extend(receipt, math.ceil(seconds)) if self.queue is not None and receipt else None

    def _beat(self, lease: Lease, receipt: str, over: Event, lost: Event) -> None:
        missed = 0
        while not over.wait(self.interval):
            try:
                lease.renew()
            except StaleEntryError:
                missed = MISSES
            except JobError:
                missed += 1
            except Exception as error:  # noqa: BLE001 - a thread that ends by a bug would let the lease run out unseen
                worker_log.broke(error)
                missed += 1
            else:
                missed = 0
                if not over.is_set():
                    self.hide(receipt)
            if missed >= MISSES and not over.is_set():
                worker_log.lost_hold()
                lost.set()
                return
