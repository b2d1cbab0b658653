"""Ranges of one object: fetched whole, gone on with where a connection broke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from worker.adapters.retry import CallLimits
from worker.adapters.s3.faults import DOWNLOAD, S3_ERRORS
from worker.domain.errors import Condition, failure

if TYPE_CHECKING:
    from collections.abc import Generator

    from botocore.response import StreamingBody
    from mypy_boto3_s3 import S3Client

    from worker.adapters.retry import RetryPolicy
    from worker.domain.deadlines import Deadline
    from worker.domain.jobs import Source

_PIECE = 64 * 1024
_LIMITS = CallLimits("DOWNLOAD", at_least=1.0, at_most=600.0)


def pin(source: Source) -> dict[str, Any]:
    """The version where the event names one, else the condition that the object is still the one it was."""
    if source.version_id:
        return {"VersionId": source.version_id}
    return {"IfMatch": source.etag} if source.etag else {}


class Ranges:
    """Asks for parts of a located source, before a deadline; threads may share it."""

    def __init__(self, client: S3Client, source: Source, retry: RetryPolicy, deadline: Deadline) -> None:
        self._client = client
        self._source = source
        self._retry = retry
        self._deadline = deadline

    def fetch(self, first: int, last: int) -> tuple[bytes, bool]:
        """Get a part, with retries.

        Returns:
            Bytes `first` to `last`, and whether S3 heeded the range.

        Raises:
            DownloadError: it could not be fetched.
        """
        held = bytearray()
        heeded = True

        def go_on() -> None:
            nonlocal heeded
            body, heeded = self.get(first + len(held), last)
            if not heeded and first > 0:
                raise failure(Condition.SOURCE_UNAVAILABLE, "DOWNLOAD: S3 answered with another part of the video.")
            if not heeded:
                held.clear()
            for piece in read_pieces(body, last - first - len(held)):
                held.extend(piece)

        self._retry.run(go_on, self._deadline, _LIMITS)
        return bytes(held), heeded

    def get(self, first: int, last: int | None) -> tuple[StreamingBody, bool]:
        """One answer, and whether it is the range that was asked for; None asks for the whole object.

        Raises:
            DownloadError: there is none.
        """
        wanted = {} if last is None else {"Range": f"bytes={first}-{last - 1}"}
        try:
            answer = self._client.get_object(
                Bucket=self._source.bucket, Key=self._source.key, **wanted, **pin(self._source)
            )
        except S3_ERRORS as error:
            raise DOWNLOAD.explain(error) from error
        range_given = answer.get("ContentRange", "")
        heeded = last is not None and range_given == f"bytes {first}-{last - 1}/{self._source.size}"
        return answer["Body"], heeded


def read_pieces(body: StreamingBody, wanted: int) -> Generator[bytes]:
    """So many bytes of an answer, of which nothing more is read.

    Raises:
        DownloadError: it broke off.
    """
    got = 0
    try:
        while got < wanted:
            piece = body.read(min(_PIECE, wanted - got))
            if not piece:
                raise failure(Condition.SOURCE_UNAVAILABLE, f"DOWNLOAD: {got} of {wanted} bytes arrived.")
            got += len(piece)
            yield piece
    except S3_ERRORS as error:
        raise DOWNLOAD.explain(error) from error
    finally:
        body.close()
