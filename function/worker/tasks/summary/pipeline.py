"""The summary task: a video's transcript and its summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.tasks.summary.compose import attach_on_failure, complete_result, draft_result
from worker.tasks.summary.hear import hear
from worker.tasks.summary.store import store_result
from worker.tasks.summary.summarize import summarize

if TYPE_CHECKING:
    from worker.jobs.workspace import Workspace
    from worker.tasks.summary.job import SummaryJob
    from worker.tasks.summary.options import SummaryOptions
    from worker.tasks.summary.ports import Ports
    from worker.tasks.summary.result import Result


def summarize_video(job: SummaryJob, ports: Ports, options: SummaryOptions, workspace: Workspace) -> Result:
    """Run the task for a located job; returns the stored result.

    Raises:
        NotReady: the transcript is made elsewhere, and not ready.
        JobError: a stage failed; the error holds the draft, with the transcript once that is paid for.
    """
    heard = hear(job, ports, options, workspace)
    draft = draft_result(job, heard, ports.model.name, workspace)
    with attach_on_failure(draft):
        summary = summarize(heard.transcript, ports.model, options.instructions, workspace.deadline)
    result = complete_result(draft, summary, workspace)
    store_result(result, ports.results, workspace.deadline)
    return result
