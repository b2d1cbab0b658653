"""What people see of the sweep: log lines and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.delivery import job_log
from worker.delivery.ledger.claim import REPLACED
from worker.telemetry.log import logger, name_cause, say
from worker.telemetry.metrics import MetricUnit, count, count_by

if TYPE_CHECKING:
    from worker.delivery.ledger.entry import Entry, EntryName
    from worker.jobs.errors import JobError


SPEECH = "stt"
"""The reason of a job that waits for its recognition."""


def dead(error: JobError) -> None:
    """A job that no message will bring back."""
    count("SweptDead")
    say(logger.error, "SWEEP_DEAD", error.sentence, reason=error.condition.reason)


def cancelled(error: JobError) -> None:
    """A cancelled job that no worker held."""
    say(logger.info, "SWEEP_CANCELLED", error.sentence, reason=error.condition.reason)


def accepted(entry: Entry) -> None:
    """The backend has accepted a callback from the sweep."""
    count("SweptTold")
    job_log.count_end(entry)


def postponed() -> None:
    """The server of this callback has already delayed this run with another callback that failed."""
    say(logger.warning, "SWEEP_SPARED", "not sent now: its server does not answer, or refuses slowly")


def superseded() -> None:
    """A newer upload or order has taken the job's place."""
    say(logger.info, "SWEEP_OVER", REPLACED)


def overtaken(name: EntryName) -> None:
    """A worker took the job at the same moment."""
    say(logger.info, "SWEEP_OVER", "a worker was faster", job_id=name.job_id)


def unknown_task(entry: Entry) -> None:
    """An entry of a newer version's task; that version's sweep looks after it."""
    message = "a task that this version does not know"
    say(logger.warning, "SWEEP_UNKNOWN", message, task=entry.task, job_id=entry.job_id)


def entry_failed(error: JobError) -> None:
    """The ledger or the store failed for one entry; a claimed one is due again after the lease, at the earliest."""
    say(logger.error, "SWEEP_FAILED", error.sentence, **name_cause(error))


def waited(reason: str, seconds: float) -> None:
    """The oldest of the waits for `reason`; those for a recognition have an alarm."""
    if reason == SPEECH:
        count_by("SttWaitingSeconds", {}, max(0.0, seconds), MetricUnit.Seconds)
    say(
        logger.info, "SWEEP_WAITING", "the job that has waited longest", waits_for=reason, waited_seconds=round(seconds)
    )


def out_of_time(left: int) -> None:
    """The run stops; `left` entries wait for the next run."""
    say(logger.warning, "SWEEP_YIELD", "the sweep ran out of time", left=left)


def nothing_to_sweep() -> None:
    """There is no table that outlives the process."""
    say(logger.info, "SWEEP_OVER", "JOB_TABLE_NAME is unset: there is no ledger to sweep")
