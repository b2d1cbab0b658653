"""What `bootstrap` needs to know of a task."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from worker.adapters.services import Services
from worker.jobs.task import Pipeline, StoreFailed, Task, keep_as_it_is
from worker.settings.worker import WorkerSettings


def store_nothing(_settings: WorkerSettings) -> StoreFailed:
    """A task that stores nothing of a failed job."""
    return keep_as_it_is


@dataclass(frozen=True, slots=True)
class Wiring:
    """A task, its settings, and how to make its pipeline from them.

    One of the `settings` that only this task requires says, if set, that the task is meant to run. `make_store` makes
    `Pipeline.store_failed` from the settings of every worker, for jobs that are refused because of the task's own.
    """

    task: Task[Any]
    settings: type[WorkerSettings]
    wire: Callable[[Any, Services], Pipeline[Any]]
    make_store: Callable[[WorkerSettings], StoreFailed] = store_nothing
