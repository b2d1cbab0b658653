"""The summary task: a video's transcript and its summary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.speech.audio import AudioFilter
from worker.speech.calls import Capacity
from worker.speech.engines import Engine
from worker.speech.listening import AUTO
from worker.tasks.summary.compose import attach_on_failure, complete_result, draft_result
from worker.tasks.summary.hear import hear
from worker.tasks.summary.store import store_result
from worker.tasks.summary.summarize import summarize

if TYPE_CHECKING:
    from worker.jobs.workspace import Workspace
    from worker.tasks.summary.job import SummaryJob
    from worker.tasks.summary.ports import Ports
    from worker.tasks.summary.result import Result


@dataclass(frozen=True, slots=True)
class SummaryOptions:
    """What the settings say about this task.

    `engine` hears the videos that name none. `unset` holds, by engine, the settings that it lacks here.
    """

    instructions: str
    audio_filter: AudioFilter
    max_video_bytes: int
    capacity: Capacity
    audio_track: str = AUTO
    long_form_filter: AudioFilter = AudioFilter.NONE
    engine: Engine = Engine.CSR
    unset: Mapping[Engine, tuple[str, ...]] = field(default_factory=dict[Engine, tuple[str, ...]])


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
