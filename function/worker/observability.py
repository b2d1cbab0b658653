"""What people see of a job: JSON log lines and CloudWatch metrics (EMF), and the @stage decorator that emits both.

Jobs run side by side: identity and metrics of each stand in its context (`contextvars`), and a thread that works for a
job runs in a copy of that. Metrics are printed job by job: Powertools prints them only when a handler returns, so a
killed batch would lose those of its finished jobs (docs/sources.md, Lambda and SQS).
"""

from __future__ import annotations

import contextvars
import functools
import json
import logging
import os
import sys
import time
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from worker.domain.jobs import Job

P = ParamSpec("P")
T = TypeVar("T")

NAMESPACE = "Clipscribe"
SERVICE = os.environ.get("POWERTOOLS_SERVICE_NAME") or "clipscribe"
"""Dimension of every metric; the template sets it to the stack's name, so that two stacks stay apart."""


def spell_level(text: str) -> str:
    """Spell a log level as Python does: in capitals, and WARN as WARNING."""
    level = text.strip().upper()
    return "WARNING" if level == "WARN" else level


def choose_level(environ: Mapping[str, str]) -> str:
    """The level to log at: what `POWERTOOLS_LOG_LEVEL` or `LOG_LEVEL` says, or INFO where that is none.

    With a level that is none Powertools would raise when this module is imported, before anybody could say why.
    """
    level = spell_level(environ.get("POWERTOOLS_LOG_LEVEL") or environ.get("LOG_LEVEL") or "INFO")
    return level if level in logging.getLevelNamesMapping() else "INFO"


logger = Logger(service=SERVICE, level=choose_level(os.environ), utc=True, use_rfc3339=True)

_gathered: contextvars.ContextVar[EphemeralMetrics | None] = contextvars.ContextVar("metrics_of_the_job", default=None)
_counting = Lock()


def watch_job(job: Job) -> None:
    """Put the job's identity on every log line of this context, and gather its metrics, until `forget_job`."""
    _gathered.set(_make_metrics())
    logger.thread_safe_append_keys(job_id=job.job_id, user_id=job.user_id, s3_key=job.s3_key, task=job.task)


def forget_job() -> None:
    """Take the job's identity off the log lines and print its metrics."""
    logger.thread_safe_clear_keys()
    metrics = _gathered.get()
    if metrics is not None:
        _print(metrics)
    _gathered.set(None)


def carry(function: Callable[P, T]) -> Callable[P, T]:
    """The same function, to be called in another thread as part of this context's job."""
    return functools.partial(contextvars.copy_context().run, function)


def quiet_libraries() -> None:
    """Keep SDKs from writing bodies and headers to the log, also at LOG_LEVEL=DEBUG."""
    for name in ("boto3", "botocore", "s3transfer", "urllib3", "requests", "anthropic", "httpx2", "httpcore2"):
        logging.getLogger(name).setLevel(logging.WARNING)


def count(name: str, value: float = 1, unit: MetricUnit = MetricUnit.Count) -> None:
    """Add a value to a metric of the current job; what belongs to none is printed at once."""
    metrics = _gathered.get()
    if metrics is None:
        count_by(name, {}, value, unit)
        return
    with _counting:
        metrics.add_metric(name=name, unit=unit, value=value)


def count_by(name: str, dimensions: Mapping[str, str], value: float = 1, unit: MetricUnit = MetricUnit.Count) -> None:
    """Print one metric at once, under dimensions of its own besides the service."""
    metrics = _make_metrics()
    for key, dimension in dimensions.items():
        metrics.add_dimension(name=key, value=dimension)
    metrics.add_metric(name=name, unit=unit, value=value)
    _print(metrics)


def _make_metrics() -> EphemeralMetrics:
    metrics = EphemeralMetrics(namespace=NAMESPACE)
    metrics.add_dimension(name="service", value=SERVICE)
    return metrics


def _print(metrics: EphemeralMetrics) -> None:
    """Print in one piece: Powertools' own `print` writes the line's end apart, and another thread's line before it."""
    with _counting:
        if metrics.metric_set:
            emf = metrics.serialize_metric_set()  # pyright: ignore[reportUnknownMemberType] - its arguments are bare dicts
            sys.stdout.write(json.dumps(emf, separators=(",", ":")) + "\n")
            metrics.clear_metrics()


def milliseconds_since(started: float) -> int:
    """Whole milliseconds since a `time.monotonic` moment."""
    return round((time.monotonic() - started) * 1000)


_notes: contextvars.ContextVar[dict[str, Any]] = contextvars.ContextVar("notes_of_the_running_stage")


def note(**fields: object) -> None:
    """Add fields to the DONE line of the stage that is running."""
    _notes.get({}).update(fields)


_stage_watcher: contextvars.ContextVar[Callable[[str], object]] = contextvars.ContextVar("stage_watcher")


@contextmanager
def watch_stages(begin: Callable[[str], object]) -> Generator[None]:
    """Call `begin` with the name of every stage of this thread before it runs."""
    token = _stage_watcher.set(begin)
    try:
        yield
    finally:
        _stage_watcher.reset(token)


def begin_step(name: str) -> None:
    """Tell who watches the stages that something begins which has no log lines of its own."""
    _stage_watcher.get(str)(name)


class StageRun:
    """One run of a stage in the log: START now, DONE when it is told; several may overlap."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._started = time.monotonic()
        self._duration: int | None = None
        logger.info("stage started", stage=f"{name}_START", duration_ms=0)

    def stop(self) -> None:
        """Count its milliseconds, also when it has failed; again is too late."""
        if self._duration is None:
            self._duration = milliseconds_since(self._started)
            count_by("StageDuration", {"stage": self._name}, self._duration, MetricUnit.Milliseconds)

    def done(self, **fields: Any) -> None:  # noqa: ANN401 - as the logger takes them
        """Log its end, with these fields."""
        self.stop()
        logger.info("stage done", stage=f"{self._name}_DONE", duration_ms=self._duration, **fields)


def stage(name: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Log `{name}_START` and `{name}_DONE` around a stage, and count its milliseconds also when it fails.

    Args:
        name: the stage as the specification calls it: STT, LLM.

    Returns:
        The decorator.
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @functools.wraps(function)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
            notes: dict[str, Any] = {}
            _notes.set(notes)
            begin_step(name)
            run = StageRun(name)
            try:
                value = function(*args, **kwargs)
            finally:
                run.stop()
            run.done(**notes)
            return value

        return wrapped

    return decorate
