"""What people see of the sweep: log lines and counts."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from worker.delivery import job_log
from worker.delivery.ledger.claim import REPLACED
from worker.telemetry.log import CALLER, forget_job, logger, watch_job
from worker.telemetry.metrics import count

if TYPE_CHECKING:
    from collections.abc import Generator

    from worker.delivery.ledger.entry import Entry, EntryName
    from worker.jobs.errors import JobError
    from worker.jobs.job import Job


@contextmanager
def job(job: Job) -> Generator[None]:
    """Mark every line about a job with its identity."""
    watch_job(job)
    try:
        yield
    finally:
        forget_job()


def dead(error: JobError) -> None:
    """A job that no message will bring back."""
    count("SweptDead")
    logger.error(error.sentence, stacklevel=CALLER, stage="SWEEP_DEAD", duration_ms=0, reason=error.condition.reason)


def sent(entry: Entry) -> None:
    """The backend has accepted a callback from the sweep."""
    count("SweptTold")
    job_log.count_end(entry, stacklevel=CALLER + 1)


def spared() -> None:
    """The server of this callback has already delayed this run with another callback that failed."""
    said = "not told now: its server does not answer, or refuses slowly"
    logger.warning(said, stacklevel=CALLER, stage="SWEEP_SPARED", duration_ms=0)


def superseded() -> None:
    """A newer upload or order has taken the job's place."""
    logger.info(REPLACED, stacklevel=CALLER, stage="SWEEP_OVER", duration_ms=0)


def overtaken(name: EntryName) -> None:
    """A worker took the job at the same moment."""
    logger.info("a worker was faster", stacklevel=CALLER, stage="SWEEP_OVER", duration_ms=0, job_id=name.job_id)


def unknown_task(entry: Entry) -> None:
    """An entry of a newer version's task; that version's sweep looks after it."""
    logger.warning(
        "a task that this version does not know",
        stacklevel=CALLER,
        stage="SWEEP_UNKNOWN",
        duration_ms=0,
        task=entry.task,
        job_id=entry.job_id,
    )


def failed(error: JobError) -> None:
    """The ledger or the store failed for one entry; if the entry was claimed, its silence starts again."""
    logger.error(
        error.sentence,
        stacklevel=CALLER,
        stage="SWEEP_FAILED",
        duration_ms=0,
        error_code=error.code,
        reason=error.condition.reason,
    )


def out_of_time(left: int) -> None:
    """The run stops; `left` entries wait for the next run."""
    logger.warning("the sweep ran out of time", stacklevel=CALLER, stage="SWEEP_YIELD", duration_ms=0, left=left)


def nothing_to_sweep() -> None:
    """There is no table that outlives the process."""
    logger.info(
        "JOB_TABLE_NAME is unset: there is no ledger to sweep", stacklevel=CALLER, stage="SWEEP_OVER", duration_ms=0
    )
