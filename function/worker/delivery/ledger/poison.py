"""Jobs that get no further attempt: those that kill their workers, and those that a person cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.delivery.ledger.entry import explain_cancelled
from worker.jobs.errors import CRASH_LOOP, WORKER_DIED, JobError

if TYPE_CHECKING:
    from worker.delivery.ledger.entry import Entry

MOST_DEATHS = 2
"""In one stage of one job (Sidekiq's and Celery's rule for poison pills)."""


def worker_died_on(entry: Entry, now: float) -> bool:
    """Whether a worker has died on the job, perhaps because of it; `now` is in seconds since 1970."""
    return entry.outcome is None and (entry.deaths > 0 or (entry.at_work and entry.lease_until <= now))


def find_poison(entry: Entry, max_attempts: int) -> JobError | None:
    """Why a job gets no further attempt, cancelled or after the deaths of its workers; None if it gets one.

    Args:
        entry: the claimed job.
        max_attempts: `MAX_RECEIVE_COUNT`.
    """
    if entry.cancelled_at:
        return explain_cancelled()
    for stage, deaths in entry.died_in.items():
        if deaths >= MOST_DEATHS:
            return JobError(CRASH_LOOP, f"The worker died {deaths} times in the stage {stage}.")
    if entry.attempts >= max_attempts:
        return JobError(WORKER_DIED, "The worker died on the last attempt.")
    return None
