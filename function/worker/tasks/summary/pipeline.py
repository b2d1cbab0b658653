"""The summary task: a video's transcript and its summary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.speech.audio import AudioFilter
from worker.speech.calls import Capacity
from worker.speech.extract_audio import extract_audio
from worker.speech.languages import name_language
from worker.speech.listening import AUTO, plan_listening
from worker.speech.transcribe import transcribe
from worker.tasks.summary.compose import attach_on_failure, complete_result, draft_result
from worker.tasks.summary.store import store_result
from worker.tasks.summary.summarize import summarize
from worker.video.download import download

if TYPE_CHECKING:
    from worker.jobs.workspace import Workspace
    from worker.tasks.summary.job import SummaryJob
    from worker.tasks.summary.ports import Ports
    from worker.tasks.summary.result import Result


@dataclass(frozen=True, slots=True)
class SummaryOptions:
    """What the settings say about this task."""

    instructions: str
    audio_filter: AudioFilter
    max_video_bytes: int
    capacity: Capacity
    audio_track: str = AUTO


def summarize_video(job: SummaryJob, ports: Ports, options: SummaryOptions, workspace: Workspace) -> Result:
    """Run the task for a located job; returns the stored result.

    The first three stages overlap: the video streams through them as the recogniser asks for clips.

    Raises:
        JobError: a stage failed; the error holds the draft, with the transcript once that is paid for.
    """
    language = name_language(job.declared.language, ports.speech.default_language)
    listening = plan_listening(options.audio_filter, language, job.declared.track, options.audio_track)
    video = download(job.source, ports.videos, options.max_video_bytes, workspace.deadline)
    speech = extract_audio(video, ports.audio, listening, workspace)
    ports.model.prepare()
    transcript = transcribe(speech, language, ports.speech, options.capacity, workspace.deadline)
    draft = draft_result(job, speech.recording, transcript, ports.model.name, workspace)
    with attach_on_failure(draft):
        summary = summarize(transcript, ports.model, options.instructions, workspace.deadline)
    result = complete_result(draft, summary, workspace)
    store_result(result, ports.results, workspace.deadline)
    return result
