"""Results: one JSON document a job, its subtitles beside it."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from worker.adapters.calls.retry import CallLimits, RetryPolicy
from worker.adapters.s3.faults import RESULT
from worker.tasks.summary.adapters.documents import write_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_s3 import S3Client

    from worker.jobs.deadline import Deadline
    from worker.tasks.summary.result import Result

_LIMITS = CallLimits("RESULT", at_least=0.0, at_most=5.0)
"""One attempt is made, however late: the client's limits end it, and time is reserved for it (`delivery.attempt`)."""

_TYPES = {
    "json": "application/json; charset=utf-8",
    "srt": "application/x-subrip; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
}


class S3Results:
    """Implements `summary.ports.Results` in one bucket; `clock` gives seconds since 1970."""

    def __init__(
        self, client: S3Client, bucket: str, retry: RetryPolicy, clock: Callable[[], float] = time.time
    ) -> None:
        self._client, self._bucket, self._retry, self._clock = client, bucket, retry, clock

    def store(self, result: Result, subtitles: dict[str, str], deadline: Deadline) -> None:
        stem = result.result_key.removesuffix(".json")
        keys = {extension: f"{stem}.{extension}" for extension in subtitles}
        for extension, key in keys.items():
            self._put(key, subtitles[extension].encode(), deadline)
        now = datetime.fromtimestamp(int(self._clock()), UTC)
        stored = replace(result, created_at=now, srt_key=keys.get("srt"), vtt_key=keys.get("vtt"))
        self._put(result.result_key, write_document(stored), deadline)

    def _put(self, key: str, body: bytes, deadline: Deadline) -> None:
        kind = _TYPES[key.rpartition(".")[2]]

        @RESULT.explained()
        def put() -> None:
            self._client.put_object(Bucket=self._bucket, Key=key, Body=body, ContentType=kind)

        self._retry.run(put, deadline, _LIMITS)
