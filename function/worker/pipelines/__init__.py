"""One file a task: which stages, in which order. Dispatch is here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from worker.domain.jobs import SummaryJob
from worker.pipelines.summarize_video import SummaryOptions, summarize_video

if TYPE_CHECKING:
    from worker.domain.endings import Ending
    from worker.domain.jobs import Job
    from worker.ports import Ports
    from worker.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Options:
    """What the settings say about each task."""

    summary: SummaryOptions


def run_pipeline(job: Job, ports: Ports, options: Options, workspace: Workspace) -> Ending:
    """Run the pipeline of a job's kind."""
    match job:
        case SummaryJob():
            return summarize_video(job, ports, options.summary, workspace)
        case _:
            assert_never(job)
