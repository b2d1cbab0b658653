"""How a job ended: the document stored in S3 and the body of the callback."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from worker.jobs.ending import Callback, FailureReport, Status, name_event
from worker.jobs.source import Source
from worker.llm.model import Summary
from worker.llm.prices import AS_OF
from worker.speech.audio import AudioQuality
from worker.speech.transcript import Transcript
from worker.video.video import Passage

if TYPE_CHECKING:
    from worker.jobs.errors import JobError


@dataclass(frozen=True, slots=True)
class Cost:
    """Estimated cost; `llm_usd` is None for a model that the table does not list."""

    stt_krw: float = 0.0
    llm_usd: float | None = 0.0
    prices_as_of: str = AS_OF


@dataclass(frozen=True, slots=True)
class Meta:
    """The callback's `meta` (docs/sources.md, Specification): the specification's five, then ours.

    `duration_ms` is the processing time of the job; of one that had to wait between two invocations, from the start of
    the attempt that had to wait first. `video_duration` are media seconds, `model` the configured name also when
    silence skipped the call, and `video_passage` whether the video was streamed or copied to the disk.
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
    """The end of one job. `status` is DONE if and only if `failure` is None.

    A FAILED result holds `transcript` and `meta` if they were already paid for. The store sets `created_at`, when it
    wrote the document (UTC, whole seconds), and the keys of the subtitles, None where nothing was said.
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
    created_at: datetime | None = None
    srt_key: str | None = None
    vtt_key: str | None = None

    def with_failure(self, error: JobError) -> Result:
        """The same result, ended by an error."""
        return replace(self, status=Status.FAILED, failure=FailureReport.of(error))

    def callback(self, generation: str, supersedes: str | None = None) -> Callback:
        """The callback to the backend (`jobs.ending`)."""
        event_id = name_event(self.job_id, generation, self.status, self.failure, supersedes)
        return Callback(self.job_id, event_id, _write_body(self, supersedes))


def _write_body(result: Result, supersedes: str | None = None) -> bytes:
    """The body about an end, the specification's, field for field (docs/sources.md).

    `supersedes` is the webhook-id of the FAILED that was sent before a person restarted the job.
    """
    body = _describe_done(result) if result.failure is None else _describe_failed(result, result.failure)
    if supersedes is not None:
        body = body | {"meta": {**(asdict(result.meta) if result.meta else {}), "supersedes": supersedes}}
    return json.dumps(body, ensure_ascii=False).encode()


def _describe_done(result: Result) -> dict[str, object]:
    return {
        "status": result.status,
        "s3_bucket": result.source.bucket,
        "s3_key": result.source.key,
        "transcript": result.transcript.text if result.transcript else "",
        "summary": result.summary.text if result.summary else "",
        "result_s3_key": result.result_key,
        "meta": asdict(result.meta) if result.meta else {},
    }


def _describe_failed(result: Result, report: FailureReport) -> dict[str, object]:
    body: dict[str, object] = {
        "status": result.status,
        "s3_bucket": result.source.bucket,
        "s3_key": result.source.key,
        "error_code": report.code,
        "error_message": report.message,
    }
    if result.transcript is not None:
        body["result_s3_key"] = result.result_key
    return body
