"""Results: one JSON document a job, its subtitles beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.calls.retry import CallLimits
from worker.adapters.s3.bucket import S3Bucket
from worker.tasks.summary.adapters.documents import write_document

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.tasks.summary.result import Result

_LIMITS = CallLimits("RESULT", at_least=0.0, at_most=5.0)
"""One attempt is made, however late: the client's limits end it, and time is reserved for it (`delivery.attempt`)."""

_TYPES = {
    "json": "application/json; charset=utf-8",
    "srt": "application/x-subrip; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
}


class S3Results(S3Bucket):
    """Implements `summary.ports.Results` in one bucket."""

    def store(self, result: Result, subtitles: dict[str, str], deadline: Deadline) -> None:
        stem = result.result_key.removesuffix(".json")
        documents = {f"{stem}.{extension}": text.encode() for extension, text in subtitles.items()}
        for key, body in (documents | {result.result_key: write_document(result)}).items():
            self.put(key, body, _LIMITS, deadline, ContentType=_TYPES[key.rpartition(".")[2]])
