"""All that the engine asks of a task.

A task is a `Task`, which says what is its own, and once it has its settings a `Pipeline`, which does it.
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


@dataclass(frozen=True, slots=True)
class Upload:
    """A message: an object was created. `video_task` is `VIDEO_TASK`: what becomes of videos that belong to no user."""

    source: Source
    video_task: str


Message = Upload | dict[str, Any]
"""An upload, or a JSON object that somebody has sent."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A message that is none of our business."""

    reason: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Unaddressable:
    """A message for which nobody can be told."""

    reason: str
    key: str


@dataclass(frozen=True, slots=True)
class JobRef:
    """What the ledger knows of a job: enough to tell of its end. `source` holds its key, also where it is no object."""

    job_id: str
    generation: str
    source: Source
    callback_url: str | None = None


@dataclass(frozen=True, slots=True)
class Task(Generic[JobT]):
    """One kind of work.

    `name` stands in the ledger, in log lines and in `VIDEO_TASK`, and is never changed. `accept` makes a job of a
    message, or says why there is none; None leaves the message to the next task. It raises pydantic's `ValidationError`
    for one that is its own and cannot be read. `recall` makes the job of what the ledger knows.
    """

    name: str
    accept: Callable[[Message], JobT | Ignored | Unaddressable | None]
    recall: Callable[[JobRef], JobT]


def locate_nothing(job: JobT, _deadline: Deadline) -> JobT:
    """A job about no single object."""
    return job


def keep_as_it_is(ending: Ending, _deadline: Deadline) -> Ending:
    """Store nothing of a failed job."""
    return ending


@dataclass(frozen=True, slots=True)
class Pipeline(Generic[JobT]):
    """A task with what it works with.

    `run` takes a job to its end, or raises `JobError`. `locate` pins the object that it is about first, so that its end
    names that one also where it failed. `store_failed` stores what a failed job leaves, and returns the end that is
    told.
    """

    run: Callable[[JobT, Checkpoints, Workspace], Ending]
    locate: Callable[[JobT, Deadline], JobT] = locate_nothing
    store_failed: Callable[[Ending, Deadline], Ending] = keep_as_it_is
