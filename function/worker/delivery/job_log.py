"""The life of a job in log lines and counts: JOB_START, JOB_WAITING, JOB_DONE, JOB_FAILED, JOB_RETRY, CALLBACK_*.

`JOB_FAILED` is final; an attempt that is given back is `JOB_RETRY` with its code (docs/sources.md, Specification).
"""

from __future__ import annotations

import contextvars
import math
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from worker.jobs.ending import Status
from worker.jobs.errors import Handling, JobError
from worker.telemetry.log import CALLER, identify, logger, milliseconds_since, name_cause, say
from worker.telemetry.metrics import MetricUnit, count, count_by

if TYPE_CHECKING:
    from collections.abc import Generator

    from worker.delivery.ledger.entry import Entry
    from worker.delivery.ledger.outcome import Abandoned
    from worker.jobs.job import Job

_started: contextvars.ContextVar[float] = contextvars.ContextVar("job_started")


@contextmanager
def job(job: Job) -> Generator[None]:
    """Add the job's identity to its log lines."""
    _started.set(time.monotonic())
    with identify(job):
        yield


def began(entry: Entry | None, receive_count: int) -> None:
    """A delivery begins; one that only looks again at what its job waits for is no attempt."""
    if entry is None or not entry.on_hold:
        count("JobAttempt")
        say(logger.info, "JOB_START", "job started", attempt=receive_count)


def claimed(*, begins_job: bool, waited: float) -> None:
    """The job is claimed: count it once, and its time from before its first wait, `waited` seconds ago."""
    if begins_job:
        count("JobStarted")
    _started.set(_started.get() - waited)


def _age() -> int:
    """Milliseconds since the running job began."""
    return milliseconds_since(_started.get())


def ended(entry: Entry) -> None:
    """The backend knows how the job ended."""
    duration = _age()
    count("JobDuration", duration, MetricUnit.Milliseconds)
    count_end(entry, duration)


def callback_refused(entry: Entry) -> None:
    """The backend refused the outcome: no delivery sends it again; the sweep does, unless it was refused for good."""
    what_next = "for good and is not sent again" if entry.abandoned else "and the sweep sends it again"
    say(logger.warning, "JOB_UNTOLD", f"the callback was refused {what_next}", _age())


def count_end(entry: Entry, duration: int = 0) -> None:
    """Count and log how a job ended, once the backend knows; `duration` is in milliseconds."""
    outcome = entry.outcome
    failure = outcome.failure if outcome else None
    count_by("JobEnded", {"task": entry.task, "status": outcome.status if outcome else Status.DONE})
    if outcome is None or failure is None:
        count("JobDone")
        logger.info("job done", stacklevel=CALLER + 1, stage="JOB_DONE", duration_ms=duration)
        return
    count("JobFailed")
    count_by("JobFailedByCode", {"error_code": failure.code})
    fields: dict[str, Any] = {"error_code": failure.code, "reason": failure.reason}
    fields |= _blame_setting(failure.handling, outcome.setting)
    logger.error(failure.message, stacklevel=CALLER + 1, stage="JOB_FAILED", duration_ms=duration, **fields)


def dead_lettered() -> None:
    """The message of a failed job goes to the dead-letter queue, from where it can be redriven."""
    count("DeadLettered")


def already_over(reason: str) -> None:
    """A delivery of a job that needs no more work."""
    say(logger.info, "JOB_OVER", reason, _age())


def waits(reason: str, delay: int) -> None:
    """A delivery that waits for another worker."""
    count("JobDeferred")
    say(logger.info, "JOB_DEFERRED", reason, _age(), delay_seconds=delay)


def waiting(reason: str, waited: float, delay: float) -> None:
    """The job has waited for `reason` for this many seconds, and looks again in `delay` seconds."""
    fields = {"waits_for": reason, "waited_seconds": max(0, round(waited)), "delay_seconds": math.ceil(delay)}
    say(logger.info, "JOB_WAITING", "the job waits, no attempt is used", _age(), **fields)


def _blame_setting(handling: Handling, setting: str | None) -> dict[str, Any]:
    """Count a failure that a person must fix, and name the setting."""
    if handling is not Handling.CONFIGURATION:
        return {}
    count("ConfigurationFailed")
    return {"setting": setting}


def given_back(error: JobError, delay: int, *, last: bool = False) -> None:
    """This attempt failed; the message comes back after `delay` seconds, or goes to the DLQ when it was the last."""
    count("JobGivenBack")
    fields = name_cause(error) | {"delay_seconds": delay}
    fields |= _blame_setting(error.handling, error.setting)
    if last:
        count("DeadLettered")
    log = logger.error if last or error.handling is Handling.CONFIGURATION else logger.warning
    say(log, "JOB_RETRY", error.sentence, _age(), **fields)


def yielded() -> None:
    """This invocation ran out of time; the job continues in another one."""
    count("JobYielded")


@contextmanager
def sending() -> Generator[None]:
    """Log whether the backend accepted the outcome, and how long that took."""
    began = time.monotonic()
    try:
        yield
    except JobError as error:
        count("CallbackFailed")
        duration, cause = milliseconds_since(began), name_cause(error)
        logger.error(error.sentence, stacklevel=CALLER + 1, stage="CALLBACK_FAILED", duration_ms=duration, **cause)
        raise
    finally:
        count_by("StageDuration", {"stage": "CALLBACK"}, milliseconds_since(began), MetricUnit.Milliseconds)
    duration = milliseconds_since(began)
    logger.info("callback accepted", stacklevel=CALLER + 1, stage="CALLBACK_SUCCESS", duration_ms=duration)


def abandoned(why: Abandoned) -> None:
    """The callback is not sent any more, although the backend has not accepted it."""
    count("CallbackAbandoned")
    say(logger.error, "CALLBACK_ABANDONED", "the callback is not sent any more", reason=str(why))
