"""Log lines outside the life of a job: records that start no job, and trouble of the worker."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from worker.telemetry.log import CALLER, logger, name_cause, say
from worker.telemetry.metrics import MetricUnit, count, count_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from worker.jobs.errors import JobError
    from worker.settings.reading import Problem


def ignored(reason: str, key: str | None) -> None:
    """A record that is not for us."""
    logger.info("record ignored", stacklevel=CALLER, reason=reason, s3_key=key)


def dead_lettered(reason: str, key: str | None = None, *, last: bool) -> None:
    """A record with nobody to call back goes to the DLQ, where a person can look at it; counted when it gets there."""
    if last:
        count("DeadLettered")
    logger.error("record goes to the dead-letter queue", stacklevel=CALLER, reason=reason, s3_key=key)


def attribute_ignored(name: str) -> None:
    """An attribute of a message cannot be read; its text is not logged, since anybody may have written it."""
    say(logger.warning, "ATTRIBUTE_IGNORED", "a message's attribute cannot be read and is left out", attribute=name)


def no_time_left(delay: int) -> None:
    """This invocation has no time left for a record, so it does not start it."""
    count("JobGivenBack")
    say(logger.warning, "JOB_RETRY", "no time left for this record", delay_seconds=delay)


def settings_unusable(problems: Iterable[Problem]) -> None:
    """The settings do not even allow callbacks."""
    count("ConfigurationFailed")
    message = "settings cannot be used, every record is given back"
    logger.error(message, stacklevel=CALLER, reason="settings", problems=list(map(str, problems)))


def unsigned(hosts: list[str]) -> None:
    """These hosts get callbacks without a signature, although `WEBHOOK_SECRET` has secrets for others."""
    say(logger.warning, "UNSIGNED", "callbacks to some origins are not signed", hosts=hosts)


def lease_lost() -> None:
    """The heartbeat could not renew a lease of this worker."""
    say(logger.error, "HEARTBEAT_LOST", "the lease cannot be renewed, the job is given up")


def call_repeated(stage: str) -> None:
    """The answer of a paid call was lost before it was saved, and the call is made again: it may be paid for twice."""
    count_by("PaidCallRepeated", {"stage": stage})
    say(logger.warning, f"{stage}_REPEATED", "a paid call whose answer was lost is made again")


def budget_spent(day: str, lid: float, delay: float) -> None:
    """A paid call is not made, since the day's calls would cost more than its lid (`BUDGET_KRW_PER_DAY`) together."""
    count("BudgetSpent")
    fields = {"day": day, "budget_krw": lid, "delay_seconds": round(delay)}
    say(logger.warning, "BUDGET_SPENT", "the day's budget is spent, the job waits and nothing is paid", **fields)


def day_cost(krw: float) -> None:
    """What the paid calls of this day cost together, with the one that is about to be made."""
    count("DayCostKrw", krw, MetricUnit.NoUnit)


def not_saved(error: JobError) -> None:
    """A failed result, a checkpoint, or a note about one could not be stored."""
    say(logger.warning, "RESULT_FAILED", "a checkpoint or failed result was not stored", **name_cause(error))


def not_cleared(error: JobError) -> None:
    """The checkpoints of a finished job stay until the bucket's own rule deletes them."""
    fields = {"reason": error.condition.reason, "setting": error.setting}
    say(logger.warning, "CLEAR_FAILED", "what was kept for other attempts was not deleted", **fields)


def note_unreadable(error: JobError) -> None:
    """The note of a worker that gave up alive cannot be read: fix the setting or the role."""
    say(logger.error, "RESULT_FAILED", error.sentence, reason=error.condition.reason, setting=error.setting)


def unexpected_error(error: Exception) -> None:
    """Our own code raised: log where and which type, not the text, which may quote a transcript or a secret."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
    say(logger.error, "JOB_BROKE", "unexpected error", error_type=type(error).__name__, where=where)
