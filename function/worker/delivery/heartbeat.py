"""Renewing the lease and hiding the message while a job runs, so that a killed job comes back in minutes."""

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
"""Failed renewals in a row after which the job is given up; at the default settings a third of the lease is left."""

PARTING_SECONDS = 1.0
"""For a renewal that is running when the job ends. If it hangs in the ledger, it is left behind, so that the invocation
ends in time; it renews nothing, because a released job stays released."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Renews every `interval` seconds. When one job is lost, the worker's other jobs continue."""

    queue: Queue | None
    interval: float
    lease: float

    @contextmanager
    def running(self, lease: Lease, receipt: str) -> Generator[Event]:
        """Keep a claimed job and its message from other workers meanwhile.

        Yields:
            An event that is set when the job is lost: nothing more may be started for it.
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

    def hide_until_lease_ends(self, receipt: str) -> float | None:
        """Hide the message of a claimed job until the job itself can be claimed again.

        Stages and paid calls also renew the lease, between two heartbeats. If the message of a killed worker came back
        before the lease ends, it would use up a receive only to find the job held.

        Returns:
            When the queue hid it, by the queue's clock (`delivery.ports.Queue.extend`).
        """
        return self.hide_for(receipt, self.lease + self.interval)

    def hide_for(self, receipt: str, seconds: float) -> float | None:
        """Hide a message for this many seconds; returns the same as `hide_until_lease_ends`."""
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
                worker_log.unexpected_error(error)
                missed += 1
            else:
                missed = 0
                if not over.is_set():
                    self.hide_until_lease_ends(receipt)
            if missed >= MISSES and not over.is_set():
                worker_log.lease_lost()
                lost.set()
                return
