"""Results: one JSON document a job, its subtitles beside it.

The document is `Result` as JSON, with the transcript's whole text added for readers.
"""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from worker.adapters.calls.retry import CallLimits
from worker.adapters.s3.bucket import S3Bucket
from worker.jobs import errors
from worker.tasks.summary.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_s3 import S3Client

    from worker.adapters.calls.retry import RetryPolicy
    from worker.jobs.deadline import Deadline

_LIMITS = CallLimits("RESULT", at_least=0.0, at_most=5.0)
"""One attempt is made, however late: the client's limits end it, and time is reserved for it (`delivery.attempt`)."""

_TYPES = {
    "json": "application/json; charset=utf-8",
    "srt": "application/x-subrip; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
}

_RESULT = TypeAdapter(Result)
_ANY: TypeAdapter[Any] = TypeAdapter(Any)
_UNPUBLISHED: Any = {"source": {"made_at"}, "transcript": {"segments": {"__all__": {"pauses"}}}}


class S3Results(S3Bucket):
    """Implements `summary.ports.Results` in one bucket; `clock` gives seconds since 1970."""

    def __init__(self, client: S3Client, name: str, retry: RetryPolicy, clock: Callable[[], float] = time.time) -> None:
        super().__init__(client, name, retry)
        self._clock = clock

    def store(self, result: Result, subtitles: dict[str, str], deadline: Deadline) -> None:
        stem = result.result_key.removesuffix(".json")
        keys = {extension: f"{stem}.{extension}" for extension in subtitles}
        now = datetime.fromtimestamp(int(self._clock()), UTC)
        stored = replace(result, created_at=now, srt_key=keys.get("srt"), vtt_key=keys.get("vtt"))
        documents = {keys[extension]: text.encode() for extension, text in subtitles.items()}
        for key, body in (documents | {result.result_key: write_document(stored)}).items():
            self.put(key, body, _LIMITS, deadline, ContentType=_TYPES[key.rpartition(".")[2]])


def write_document(result: Result) -> bytes:
    """The JSON stored under the result key, UTF-8."""
    document = _RESULT.dump_python(result, mode="json", by_alias=True, exclude=_UNPUBLISHED)
    if result.transcript is not None:
        document["transcript"]["text"] = result.transcript.text
        _leave_out_empty(document["transcript"], "speakers")
        for segment in document["transcript"]["segments"]:
            _leave_out_empty(segment, "words", "speaker")
    return _ANY.dump_json(document, indent=1)


def _leave_out_empty(values: dict[str, Any], *names: str) -> None:
    """Not every engine tells these: without them a document has the fields that it always had."""
    for name in names:
        if not values[name]:
            del values[name]


def describe_document() -> dict[str, Any]:
    """The published JSON schema of the document (`schemas/result.schema.json`)."""
    schema = _RESULT.json_schema()
    codes = dict.fromkeys(one.code for one in vars(errors).values() if isinstance(one, errors.Condition))
    schema["$defs"]["FailureReport"]["properties"]["code"]["enum"] = list(codes)
    del schema["$defs"]["Segment"]["properties"]["pauses"], schema["$defs"]["Source"]["properties"]["made_at"]
    transcript = schema["$defs"]["Transcript"]
    transcript["properties"]["text"] = {"title": "Text", "type": "string", "description": "All segments joined."}
    transcript["required"].append("text")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
