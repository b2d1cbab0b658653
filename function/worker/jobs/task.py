"""All that the engine needs from a task.

A `Task` says which messages are its own. Its `Wiring` makes a `Pipeline`, which does the work, from its settings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from worker.jobs.deadline import Deadline
from worker.jobs.ending import Ending
from worker.jobs.job import Job
from worker.jobs.ports import Checkpoints
from worker.jobs.source import Source
from worker.jobs.workspace import Workspace

JobT = TypeVar("JobT", bound=Job)

StoreFailed = Callable[[Ending, Deadline], Ending]
"""Stores the result of a failed job, and returns the end to send."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A message: an object was created. `video_task` is `VIDEO_TASK`: the task for videos without a user."""

    source: Source
    video_task: str


Message = Upload | dict[str, Any]
"""An upload, or any other JSON object that was sent."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A message that is not for us."""

    reason: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Unaddressable:
    """A message with nobody to call back."""

    reason: str
    key: str


@dataclass(frozen=True, slots=True)
class JobRef:
    """What the ledger knows of a job: enough for its callback. `source` holds its key, even if that is no object."""

    job_id: str
    generation: str
    source: Source
    callback_url: str | None = None


@dataclass(frozen=True, slots=True)
class Task(Generic[JobT]):
    """One kind of work.

    `name` appears in the ledger and in log lines, and never changes. `accept` makes a job of a
    message, or says why there is none; None leaves the message to the next task. It raises pydantic's `ValidationError`
    for a message of its own that it cannot read. `from_ref` makes the job from what the ledger knows. `VIDEO_TASK` may
    name a task `of_videos`.
    """

    name: str
    accept: Callable[[Message], JobT | Ignored | Unaddressable | None]
    from_ref: Callable[[JobRef], JobT]
    of_videos: bool = False


def locate_nothing(job: JobT, _checkpoints: Checkpoints, _deadline: Deadline) -> JobT:
    """A job about no single object."""
    return job


def keep_as_it_is(ending: Ending, _deadline: Deadline) -> Ending:
    """Store nothing of a failed job."""
    return ending


@dataclass(frozen=True, slots=True)
class Pipeline(Generic[JobT]):
    """A task's work, with the services that it needs.

    `run` takes a job to its end, or raises `JobError`. `locate` first pins the object that the job is about, so that
    its end names this object even where the job fails. With less than `needs_seconds` before the callback has to be
    sent, no job starts.
    """

    run: Callable[[JobT, Checkpoints, Workspace], Ending]
    locate: Callable[[JobT, Checkpoints, Deadline], JobT] = locate_nothing
    store_failed: StoreFailed = keep_as_it_is
    needs_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Wiring:
    """A task, its class of settings (`settings.worker`), and what makes its pipeline of these and the services.

    A task counts as wanted once a setting is present that `settings` requires beyond those of every worker and, unless
    it requires no others, of the backend. For jobs that are refused, `make_store` makes `Pipeline.store_failed` from
    the settings of every worker.
    """

    task: Task[Any]
    settings: type[Any]
    wire: Callable[[Any, Any], Pipeline[Any]]
    make_store: Callable[[Any], StoreFailed] = lambda _settings: keep_as_it_is
