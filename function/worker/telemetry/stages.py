"""The stages of a job in its log and metrics: START and DONE lines, milliseconds, and the @stage decorator for both."""

from __future__ import annotations

import contextvars
import functools
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from worker.telemetry.log import CALLER, logger, milliseconds_since
from worker.telemetry.metrics import MetricUnit, count_by

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

P = ParamSpec("P")
T = TypeVar("T")

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
    """Report a step that has no log lines of its own to the function that watches the stages."""
    _stage_watcher.get(str)(name)


class StageRun:
    """One run of a stage in the log: START at once, DONE by `done`; several runs may overlap.

    Args:
        name: the stage as the specification calls it.
        stacklevel: the frame in the stack that its lines give as their `location`.
    """

    def __init__(self, name: str, stacklevel: int = CALLER) -> None:
        self._name, self._stacklevel = name, stacklevel
        self._started = time.monotonic()
        self._duration: int | None = None
        logger.info("stage started", stacklevel=stacklevel, stage=f"{name}_START", duration_ms=0)

    def stop(self) -> None:
        """Count its milliseconds, also after a failure; only the first call counts."""
        if self._duration is None:
            self._duration = milliseconds_since(self._started)
            count_by("StageDuration", {"stage": self._name}, self._duration, MetricUnit.Milliseconds)

    def done(self, **fields: Any) -> None:  # noqa: ANN401 - as the logger takes them
        """Log its end, with these fields."""
        self.stop()
        at = self._stacklevel
        logger.info("stage done", stacklevel=at, stage=f"{self._name}_DONE", duration_ms=self._duration, **fields)


def stage(name: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A decorator that logs `{name}_START` and `{name}_DONE`, and counts the milliseconds also after a failure."""

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @functools.wraps(function)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
            notes: dict[str, Any] = {}
            _notes.set(notes)
            begin_step(name)
            run = StageRun(name, CALLER + 1)
            try:
                value = function(*args, **kwargs)
            finally:
                run.stop()
            run.done(**notes)
            return value

        return wrapped

    return decorate
