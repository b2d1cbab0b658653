"""Uploads: finds the version that an event names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from worker.adapters.s3.faults import DOWNLOAD, S3_ERRORS, is_missing
from worker.adapters.s3.ranges import LIMITS, pin
from worker.adapters.s3.reading import S3Video
from worker.jobs.source import Declared

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import HeadObjectOutputTypeDef

    from worker.adapters.calls.retry import RetryPolicy
    from worker.jobs.deadline import Deadline
    from worker.jobs.errors import JobError
    from worker.jobs.source import Source

_DECLARED = "lang", "track", "stt"
"""The names of `jobs.source.Declared`'s fields in the metadata, in order."""


class S3Videos:
    """Implements `video.video.Videos`."""

    def __init__(self, client: S3Client, retry: RetryPolicy) -> None:
        self._client, self._retry = client, retry

    def locate(self, source: Source, deadline: Deadline) -> tuple[Source, Declared]:
        return self._retry.run(lambda: self._locate(source), deadline, LIMITS)

    def _locate(self, source: Source) -> tuple[Source, Declared]:
        try:
            return self._head(source)
        except S3_ERRORS as error:
            if not is_missing(error):
                raise DOWNLOAD.explain(error) from error
            if source.raw_key == source.key:
                raise self._explain_missing(source, error) from error
        with DOWNLOAD.explained():
            return self._head(replace(source, key=source.raw_key))

    def _explain_missing(self, source: Source, error: Exception) -> JobError:
        """Distinguish a missing bucket from a missing object: the answer to HEAD has no body that says which."""
        try:
            self._client.get_object(Bucket=source.bucket, Key=source.key, Range="bytes=0-0", **pin(source))
        except S3_ERRORS as answer:
            return DOWNLOAD.explain(answer)
        return DOWNLOAD.explain(error)

    def _head(self, source: Source) -> tuple[Source, Declared]:
        found: HeadObjectOutputTypeDef = self._client.head_object(Bucket=source.bucket, Key=source.key, **pin(source))
        version = found.get("VersionId")
        located = replace(
            source,
            version_id=None if version == "null" else version,
            etag=found["ETag"].strip('"'),
            size=found["ContentLength"],
        )
        return located, Declared(*(found["Metadata"].get(name) for name in _DECLARED))

    def open(self, source: Source, deadline: Deadline) -> S3Video:
        return S3Video(self._client, source, self._retry, deadline)
