"""One answer of S3: the whole of an object or a range of it, always of the same upload."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from worker.adapters.s3.faults import DOWNLOAD, S3_ERRORS
from worker.jobs.errors import SOURCE_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from collections.abc import Generator

    from botocore.response import StreamingBody
    from mypy_boto3_s3 import S3Client

    from worker.jobs.source import Source

_PIECE = 256 * 1024


def pin(source: Source) -> dict[str, Any]:
    """The version if the event names one, or else the condition that the object is unchanged."""
    if source.version_id:
        return {"VersionId": source.version_id}
    return {"IfMatch": source.etag} if source.etag else {}


def get(client: S3Client, source: Source, first: int, last: int | None) -> tuple[StreamingBody, bool]:
    """Get one answer, and whether it is the requested range; without `last`, request the whole object.

    Raises:
        JobError: S3_DOWNLOAD_FAILED, there is no answer.
    """
    wanted = {} if last is None else {"Range": f"bytes={first}-{last - 1}"}
    try:
        answer = client.get_object(Bucket=source.bucket, Key=source.key, **wanted, **pin(source))
    except S3_ERRORS as error:
        raise DOWNLOAD.explain(error) from error
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
            piece = body.read(min(_PIECE, wanted - got))
            if not piece:
                raise JobError(SOURCE_UNAVAILABLE, f"DOWNLOAD: {got} of {wanted} bytes arrived.")
            got += len(piece)
            yield piece
    except S3_ERRORS as error:
        raise DOWNLOAD.explain(error) from error
    finally:
        body.close()
