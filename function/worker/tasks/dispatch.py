"""One file a task: which stages, in which order. Dispatch by the kind of a job is here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, assert_never

from worker.jobs.errors import Condition, failure
from worker.tasks.catalog.job import CatalogJob
from worker.tasks.catalog.pipeline import CatalogOptions, catalog_video
from worker.tasks.catalog.ports import CatalogPorts
from worker.tasks.segment_mix.job import SegmentMixJob
from worker.tasks.segment_mix.pipeline import run_segment_mix
from worker.tasks.segment_mix.ports import MixPorts
from worker.tasks.summary.job import SummaryJob
from worker.tasks.summary.pipeline import SummaryOptions, summarize_video
from worker.tasks.summary.ports import Ports

if TYPE_CHECKING:
    from worker.jobs.ending import Ending
    from worker.jobs.job import Job
    from worker.jobs.workspace import Workspace


T = TypeVar("T")

SummaryTask = tuple[Ports, SummaryOptions]
CatalogTask = tuple[CatalogPorts, CatalogOptions]


@dataclass(frozen=True, slots=True)
class Tasks:
    """What each task works with; None where the deployment has no settings for it."""

    summary: SummaryTask | None = None
    catalog: CatalogTask | None = None
    mix: MixPorts | None = None


def run_pipeline(job: Job, tasks: Tasks, workspace: Workspace, supersedes: str | None = None) -> Ending:
    """Run the pipeline of a job's kind; `supersedes` is the webhook-id of the end before the job began anew.

    Raises:
        JobError: a stage could not go on, or the deployment has no settings for the task.
    """
    match job:
        case SummaryJob():
            return summarize_video(job, *_need(tasks.summary), workspace)
        case CatalogJob():
            return catalog_video(job, *_need(tasks.catalog), workspace)
        case SegmentMixJob():
            return run_segment_mix(job, _need(tasks.mix), workspace, supersedes)
        case _:
            assert_never(job)


def _need(task: T | None) -> T:
    """What a task works with, if the deployment has settings for it."""
    if task is None:
        sentence = "SETTINGS: the deployment has none for this task."
        raise failure(Condition.SETTINGS_INVALID, sentence, setting="VIDEO_TASK")
    return task
