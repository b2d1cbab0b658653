"""Pictures of the catalogue's videos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.calls.retry import CallLimits
from worker.adapters.s3.bucket import S3Bucket

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline

_LIMITS = CallLimits("THUMBNAIL", at_least=1.0, at_most=5.0)


class S3Thumbnails(S3Bucket):
    """Implements `catalog.ports.Thumbnails` in one bucket."""

    def store(self, key: str, jpeg: bytes, deadline: Deadline) -> str:
        self.put(key, jpeg, _LIMITS, deadline, ContentType="image/jpeg")
        return f"s3://{self.name}/{key}"
