"""Uploads: find the version that an event names, and copy it to a file."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING, Any

from s3transfer.exceptions import RetriesExceededError
from s3transfer.manager import TransferConfig, TransferManager
from s3transfer.subscribers import BaseSubscriber

from worker.adapters.retry import CallLimits, RetryPolicy
from worker.adapters.s3.faults import DOWNLOAD, S3_ERRORS, is_missing
from worker.domain.errors import Condition, JobError, failure
from worker.domain.media import VideoFile

if TYPE_CHECKING:
    from pathlib import Path

    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import HeadObjectOutputTypeDef
    from s3transfer.futures import TransferFuture

    from worker.domain.deadlines import Deadline
    from worker.domain.jobs import Source

_LIMITS = CallLimits("DOWNLOAD", at_least=1.0, at_most=600.0)
_LANGUAGE = "lang"

_ONE_STREAM = 5 * 1024**4
"""Bytes, S3's largest object: parts would need ranges of a version, which clones answer with the whole object."""


class S3Videos:
    """Implements `ports.Videos`; a transfer that breaks off is begun again."""

    def __init__(self, client: S3Client, retry: RetryPolicy) -> None:
        self._client = client
        self._retry = retry
        config = TransferConfig(multipart_threshold=_ONE_STREAM, num_download_attempts=1)
        self._transfers = TransferManager(client, config)

    def locate(self, source: Source, deadline: Deadline) -> tuple[Source, str | None]:
        """See `ports.Videos.locate`."""
        return self._retry.run(lambda: self._locate(source), deadline, _LIMITS)

    def _locate(self, source: Source) -> tuple[Source, str | None]:
        try:
            return self._head(source)
        except S3_ERRORS as error:
            if not is_missing(error):
                raise DOWNLOAD.explain(error) from error
            if source.raw_key == source.key:
                raise self._explain_missing(source, error) from error
        try:
            return self._head(replace(source, key=source.raw_key))
        except S3_ERRORS as error:
            raise DOWNLOAD.explain(error) from error

    def _explain_missing(self, source: Source, error: Exception) -> JobError:
        """Tell a missing bucket from a missing object: the answer to HEAD has no body that would say which."""
        try:
            self._client.get_object(Bucket=source.bucket, Key=source.key, Range="bytes=0-0", **_pin(source))
        except S3_ERRORS as answer:
            return DOWNLOAD.explain(answer)
        return DOWNLOAD.explain(error)

    def _head(self, source: Source) -> tuple[Source, str | None]:
        found: HeadObjectOutputTypeDef = self._client.head_object(Bucket=source.bucket, Key=source.key, **_pin(source))
        version = found.get("VersionId")
        located = replace(
            source,
            version_id=None if version == "null" else version,
            etag=found["ETag"].strip('"'),
            size=found["ContentLength"],
        )
        return located, found["Metadata"].get(_LANGUAGE)

    def fetch(self, source: Source, path: Path, deadline: Deadline) -> VideoFile:
        """See `ports.Videos.fetch`."""
        self._retry.run(lambda: self._transfer(source, path, deadline), deadline, _LIMITS)
        size = path.stat().st_size
        if size != source.size:
            raise failure(Condition.SOURCE_UNAVAILABLE, f"DOWNLOAD: {size} of {source.size} bytes arrived.")
        return VideoFile(path, size)

    def _transfer(self, source: Source, path: Path, deadline: Deadline) -> None:
        finished = Event()
        version = {"VersionId": source.version_id} if source.version_id else {}
        transfer = self._transfers.download(
            source.bucket, source.key, str(path), extra_args=version, subscribers=[_Watch(source, finished)]
        )
        if not finished.wait(deadline.left()):
            transfer.cancel()
            raise failure(Condition.SOURCE_OUT_OF_TIME, "DOWNLOAD: the video did not arrive in the time left.")
        try:
            transfer.result()
        except RetriesExceededError as error:
            raise DOWNLOAD.explain(error.last_exception) from error
        except S3_ERRORS as error:
            raise DOWNLOAD.explain(error) from error


class _Watch(BaseSubscriber):
    """Tells a transfer what is already known of the object, so that it holds to it, and says when it is over."""

    def __init__(self, source: Source, finished: Event) -> None:
        super().__init__()
        self._source = source
        self._finished = finished

    def on_queued(self, future: TransferFuture, **_: Any) -> None:  # noqa: ANN401 - s3transfer's signature
        future.meta.provide_transfer_size(self._source.size or 0)
        future.meta.provide_object_etag(f'"{self._source.etag}"')

    def on_done(self, future: TransferFuture, **_: Any) -> None:  # noqa: ANN401, ARG002 - s3transfer's signature
        self._finished.set()


def _pin(source: Source) -> dict[str, Any]:
    """The version where the event names one, else the condition that the object is still the one it was."""
    if source.version_id:
        return {"VersionId": source.version_id}
    return {"IfMatch": source.etag} if source.etag else {}
