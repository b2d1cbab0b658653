"""Pictures of the catalogue's videos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.calls.retry import CallLimits, RetryPolicy
from worker.adapters.s3.faults import RESULT

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

    from worker.jobs.deadline import Deadline

_LIMITS = CallLimits("THUMBNAIL", at_least=1.0, at_most=5.0)


class S3Thumbnails:
    """Implements `catalog.ports.Thumbnails` in one bucket."""

    def __init__(self, client: S3Client, bucket: str, retry: RetryPolicy) -> None:
        self._client, self._bucket, self._retry = client, bucket, retry

    def store(self, key: str, jpeg: bytes, deadline: Deadline) -> str:
        @RESULT.explained()
        def put() -> None:
            self._client.put_object(Bucket=self._bucket, Key=key, Body=jpeg, ContentType="image/jpeg")

        self._retry.run(put, deadline, _LIMITS)
        return f"s3://{self._bucket}/{key}"
