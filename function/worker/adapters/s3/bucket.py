"""One bucket that objects are written to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from worker.adapters.s3.faults import RESULT

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

    from worker.adapters.calls.retry import CallLimits, RetryPolicy
    from worker.jobs.deadline import Deadline


class S3Bucket:
    """What the adapters of one bucket share: the client, the bucket's name and how calls are retried."""

    def __init__(self, client: S3Client, name: str, retry: RetryPolicy) -> None:
        self.client, self.name, self.retry = client, name, retry

    def put(self, key: str, body: bytes, limits: CallLimits, deadline: Deadline, **about: Any) -> None:  # noqa: ANN401 - boto3's
        """Write an object over any under the same key; `about` are further arguments of `put_object`.

        Raises:
            JobError: UNKNOWN_ERROR, it cannot be written.
        """

        @RESULT.explained()
        def attempt() -> None:
            self.client.put_object(Bucket=self.name, Key=key, Body=body, **about)

        self.retry.run(attempt, deadline, limits)
