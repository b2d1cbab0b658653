"""The log: JSON lines, each with the identity of its job.

Jobs run side by side. Each has its identity and metrics in its own context (`contextvars`); a thread that works for a
job runs in a copy of that context.
"""

from __future__ import annotations

import contextvars
import functools
import logging
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from aws_lambda_powertools import Logger

from worker.telemetry.metrics import SERVICE, gather_metrics, print_gathered

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from worker.jobs.errors import JobError
    from worker.jobs.job import Job

P = ParamSpec("P")
T = TypeVar("T")


def spell_level(text: str) -> str:
    """Spell a log level as Python does: in capitals, and WARN as WARNING."""
    level = text.strip().upper()
    return "WARNING" if level == "WARN" else level


def choose_level(environ: Mapping[str, str]) -> str:
    """The log level of `POWERTOOLS_LOG_LEVEL` or `LOG_LEVEL`; INFO where that is not a level.

    With an invalid level, Powertools would raise when this module is imported, before an error could be logged.
    """
    level = spell_level(environ.get("POWERTOOLS_LOG_LEVEL") or environ.get("LOG_LEVEL") or "INFO")
    return level if level in logging.getLevelNamesMapping() else "INFO"


logger = Logger(service=SERVICE, level=choose_level(os.environ), utc=True, use_rfc3339=True)

CALLER = 3
"""The `stacklevel` that makes `location` the caller of a shared logging function; add 1 for a context manager."""


def say(log: Callable[..., None], stage: str, message: str, duration: int = 0, /, **fields: object) -> None:
    """Log a line whose `location` is the caller of the function that calls this.

    `log` is `logger.info` or another of its methods; `duration` is in milliseconds.
    """
    log(message, stacklevel=CALLER + 1, stage=stage, duration_ms=duration, **fields)


def name_cause(error: JobError) -> dict[str, Any]:
    """The fields that say why something failed."""
    return {"error_code": error.code, "reason": error.condition.reason}


@contextmanager
def identify(job: Job) -> Generator[None]:
    """Put the job's identity on every log line of this context meanwhile, and print its metrics at the end."""
    gather_metrics()
    logger.thread_safe_append_keys(job_id=job.job_id, user_id=job.user_id, s3_key=job.s3_key, task=job.task)
    try:
        yield
    finally:
        logger.thread_safe_clear_keys()
        print_gathered()


def carry(function: Callable[P, T]) -> Callable[P, T]:
    """Bind a function to this context, so that another thread can run it as part of this job."""
    return functools.partial(contextvars.copy_context().run, function)


def quiet_libraries() -> None:
    """Keep SDKs from writing bodies and headers to the log, also at LOG_LEVEL=DEBUG."""
    for name in ("boto3", "botocore", "s3transfer", "urllib3", "requests", "anthropic", "httpx2", "httpcore2"):
        logging.getLogger(name).setLevel(logging.WARNING)


def milliseconds_since(started: float) -> int:
    """Whole milliseconds since a `time.monotonic` moment."""
    return round((time.monotonic() - started) * 1000)
