"""Put together what a job produced."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from worker.jobs.errors import JobError
from worker.llm.model import ModelUsage
from worker.llm.prices import price_tokens
from worker.speech.audio import AudioQuality
from worker.tasks.summary.result import Cost, Meta, Result
from worker.telemetry.log import milliseconds_since

if TYPE_CHECKING:
    from collections.abc import Generator

    from worker.jobs.workspace import Workspace
    from worker.llm.model import Summary
    from worker.speech.heard import Heard
    from worker.tasks.summary.job import SummaryJob


def draft_result(job: SummaryJob, heard: Heard, model: str, workspace: Workspace) -> Result:
    """The result up to the transcript, which is kept if the summary fails."""
    recording, transcript = heard.recording, heard.transcript
    meta = Meta(
        duration_ms=milliseconds_since(workspace.started),
        model=model,
        stt_engine=heard.engine.label,
        video_duration=round(recording.video_seconds, 3),
        audio_quality=AudioQuality.LOW if recording.partial else recording.quality,
        speech=bool(transcript.text.strip()),
        partial=recording.partial,
        warnings=recording.warnings,
        billed_stt_seconds=transcript.billed_seconds,
        cost=estimate_cost(heard.krw, model, ModelUsage()),
        video_passage=recording.passage,
    )
    return replace(job.blank_result(), transcript=transcript, meta=meta)


def complete_result(draft: Result, summary: Summary, workspace: Workspace) -> Result:
    """The draft with its summary, the summary's cost and the total time."""
    if draft.meta is None:
        return replace(draft, summary=summary)
    usage = summary.usage
    meta = replace(
        draft.meta,
        duration_ms=milliseconds_since(workspace.started),
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cost=estimate_cost(draft.meta.cost.stt_krw, draft.meta.model, usage),
    )
    return replace(draft, summary=summary, meta=meta)


def estimate_cost(stt_krw: float, model: str, usage: ModelUsage) -> Cost:
    """What a job cost by list prices, an estimate: `usage` is that of all billed calls."""
    return Cost(stt_krw, price_tokens(model, usage))


@contextmanager
def attach_on_failure(draft: Result) -> Generator[None]:
    """Attach a draft to any failure, so that paid work is stored and sent."""
    try:
        yield
    except JobError as error:
        error.draft = draft
        raise
