"""Ranges of one object, always of the same upload: fetched whole, resumed where a connection broke."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from worker.adapters.calls.retry import CallLimits
from worker.adapters.s3.faults import DOWNLOAD
from worker.jobs.errors import SOURCE_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from collections.abc import Generator

    from botocore.response import StreamingBody
    from mypy_boto3_s3 import S3Client

    from worker.adapters.calls.retry import RetryPolicy
    from worker.jobs.deadline import Deadline
    from worker.jobs.source import Source

LIMITS = CallLimits("DOWNLOAD", at_least=1.0, at_most=600.0)
_PIECE = 256 * 1024


def pin(source: Source) -> dict[str, Any]:
    """The version if the event names one, or else the condition that the object is unchanged."""
    if source.version_id:
        return {"VersionId": source.version_id}
    return {"IfMatch": source.etag} if source.etag else {}


class Ranges:
    """Fetches parts of a located source, before a deadline; thread-safe."""

    def __init__(self, client: S3Client, source: Source, retry: RetryPolicy, deadline: Deadline) -> None:
        self._get = partial(_get, client, source)
        self._retry = retry
        self._deadline = deadline

    def fetch(self, first: int, last: int) -> tuple[bytes, bool]:
        """Get a part, with retries.

        Returns:
            Bytes `first` to `last`, and whether S3 honoured the range.

        Raises:
            JobError: S3_DOWNLOAD_FAILED, it could not be fetched.
        """
        held: list[bytes] = []
        position, heeded = first, True

        def go_on() -> None:
            nonlocal position, heeded
            body, heeded = self._get(position, last)
            if not heeded and first > 0:
                raise JobError(SOURCE_UNAVAILABLE, "DOWNLOAD: S3 answered with another part of the video.")
            if not heeded:
                held.clear()
                position = first
            for piece in read_pieces(body, last - position):
                held.append(piece)
                position += len(piece)

        self._retry.run(go_on, self._deadline, LIMITS)
        return b"".join(held), heeded

    def read_through(self, first: int, last: int) -> Generator[bytes]:
        """Get a part from a store that ignores ranges: from one answer, and from another if that breaks off.

        Raises:
            JobError: S3_DOWNLOAD_FAILED, it could not be fetched.
        """
        pieces = self._pass_over(first, last)

        def go_on() -> bytes:
            nonlocal pieces
            try:
                return next(pieces)
            except JobError:
                pieces = self._pass_over(first, last)
                raise

        while first < last:
            piece = self._retry.run(go_on, self._deadline, LIMITS)
            first += len(piece)
            yield piece

    def _pass_over(self, first: int, last: int) -> Generator[bytes]:
        body, _ = self._get(0, None)
        position = 0
        for piece in read_pieces(body, last):
            start, position = position, position + len(piece)
            if position > first:
                yield piece[max(0, first - start) :]


@DOWNLOAD.explained()
def _get(client: S3Client, source: Source, first: int, last: int | None) -> tuple[StreamingBody, bool]:
    """Get one answer, and whether it is the requested range; without `last`, request the whole object."""
    wanted = {} if last is None else {"Range": f"bytes={first}-{last - 1}"}
    answer = client.get_object(Bucket=source.bucket, Key=source.key, **wanted, **pin(source))
    range_given = answer.get("ContentRange", "")
    heeded = last is not None and range_given == f"bytes {first}-{last - 1}/{source.size}"
    return answer["Body"], heeded


def read_pieces(body: StreamingBody, wanted: int) -> Generator[bytes]:
    """Read so many bytes of an answer, and no more.

    Raises:
        JobError: S3_DOWNLOAD_FAILED, it broke off.
    """
    got = 0
    try:
        while got < wanted:
            with DOWNLOAD.explained():
                piece = body.read(min(_PIECE, wanted - got))
            if not piece:
                raise JobError(SOURCE_UNAVAILABLE, f"DOWNLOAD: {got} of {wanted} bytes arrived.")
            got += len(piece)
            yield piece
    finally:
        body.close()
