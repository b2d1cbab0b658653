"""How a job ended: the document stored in S3 and what the callback says of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from worker.jobs.ending import Callback, FailureReport, Status, name_event
from worker.jobs.source import Source
from worker.llm.model import Summary
from worker.speech.audio import AudioQuality
from worker.speech.transcript import Transcript
from worker.tasks.summary.bodies import say_ended
from worker.tasks.summary.cost import Cost
from worker.video.video import Passage

if TYPE_CHECKING:
    from worker.jobs.errors import JobError
    from worker.tasks.summary.job import SummaryJob


@dataclass(frozen=True, slots=True)
class Meta:
    """The callback's `meta` (docs/sources.md, Specification): the specification's five, then ours.

    `duration_ms` is the processing time of the job, `video_duration` media seconds, `model` the configured name also
    when silence skipped the call, and `video_passage` whether the video was streamed or copied to the disk.
    """

    duration_ms: int
    model: str
    stt_engine: str
    video_duration: float
    audio_quality: AudioQuality
    speech: bool
    partial: bool
    warnings: tuple[str, ...]
    billed_stt_seconds: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Cost = field(default_factory=Cost)
    video_passage: Passage = Passage.STREAM


@dataclass(frozen=True, slots=True)
class Result:
    """The end of one job. `status` is DONE exactly where `failure` is None.

    A FAILED one holds `transcript` and `meta` where the money for them was already spent.
    """

    status: Status
    job_id: str
    user_id: str | None
    source: Source
    result_key: str
    transcript: Transcript | None = None
    summary: Summary | None = None
    meta: Meta | None = None
    failure: FailureReport | None = None
    schema_version: int = 1

    @classmethod
    def failed(cls, job: SummaryJob, error: JobError) -> Result:
        """The end of a job that produced nothing worth keeping."""
        report = FailureReport.of(error)
        return cls(Status.FAILED, job.job_id, job.user_id, job.source, job.result_key, failure=report)

    def with_failure(self, error: JobError) -> Result:
        """The same result, ended by an error."""
        return replace(self, status=Status.FAILED, failure=FailureReport.of(error))

    def callback(self, generation: str, supersedes: str | None = None) -> Callback:
        """What the backend is told (`jobs.ending`)."""
        event_id = name_event(self.job_id, generation, self.status, self.failure, supersedes)
        return Callback(self.job_id, event_id, say_ended(self, supersedes))
