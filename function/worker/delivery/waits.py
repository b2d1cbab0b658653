"""How long jobs have waited (`jobs.not_ready.NotReady`), measured by the sweep: nothing else sees an endless wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.delivery import sweep_log
from worker.jobs.errors import JobError

if TYPE_CHECKING:
    from worker.delivery.ports import Ledger
    from worker.jobs.deadline import Deadline

MOST_WAITS = 500
"""Entries read in one run; those whose next look comes first."""

READING_SECONDS = 5.0
"""Nothing is read with less."""


def measure_waits(ledger: Ledger, now: float, deadline: Deadline) -> None:
    """Count the oldest wait for each thing that jobs wait for; a ledger that fails is logged.

    Args:
        ledger: where the waits are noted.
        now: seconds since 1970.
        deadline: when to stop reading.
    """
    since: dict[str, float] = {}
    try:
        for name in ledger.waiting(now, MOST_WAITS):
            entry = ledger.find(name) if deadline.left() > READING_SECONDS else None
            if entry is not None and entry.on_hold and entry.waiting is not None:
                wait = entry.waiting
                since[wait.reason] = min(since.get(wait.reason, wait.since), wait.since)
    except JobError as error:
        sweep_log.entry_failed(error)
    for reason, began in since.items():
        sweep_log.waited(reason, now - began)
