"""An upload, read piece by piece: ranged GETs on several connections, handed on in order.

A part is fetched whole before it is handed on, so that a slow reader leaves no connection idle in the middle of an
answer. The head and at most `CONNECTIONS` parts are held in memory.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from worker.adapters.retry import CallLimits, RetryPolicy
from worker.adapters.s3.faults import DOWNLOAD, S3_ERRORS
from worker.domain.errors import Condition, failure

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from botocore.response import StreamingBody
    from mypy_boto3_s3 import S3Client

    from worker.domain.deadlines import Deadline
    from worker.domain.jobs import Source

T = TypeVar("T")

PART = 4 * 1024**2
"""Bytes of one GET: little enough to hold several, enough to outweigh the 20 ms before its first byte."""

CONNECTIONS = 4
"""At 50 to 90 MB/s each, these carry what FFmpeg takes (docs/sources.md, FFmpeg)."""

_PIECE = 64 * 1024
_LIMITS = CallLimits("DOWNLOAD", at_least=1.0, at_most=600.0)


def pin(source: Source) -> dict[str, Any]:
    """The version where the event names one, else the condition that the object is still the one it was."""
    if source.version_id:
        return {"VersionId": source.version_id}
    return {"IfMatch": source.etag} if source.etag else {}


class S3Video:
    """Implements `ports.Video` for a located source.

    Some S3 clones answer a range of a version with the whole object; then all is read in order from one answer.
    """

    def __init__(self, client: S3Client, source: Source, retry: RetryPolicy, deadline: Deadline) -> None:
        self.size = source.size or 0
        self._client = client
        self._source = source
        self._retry = retry
        self._deadline = deadline

    def stream(self, first: int, last: int) -> Generator[bytes]:
        """See `ports.Video.stream`."""
        head, ranges = self._head
        if first < len(head):
            yield head[first:last]
            first = len(head)
        if first < last:
            yield from self._in_parts(first, last) if ranges else self._in_one(first, last)

    @cached_property
    def _head(self) -> tuple[bytes, bool]:
        """The first part, kept because every pass begins with it, and whether S3 heeds ranges."""
        if not self.size:
            return b"", True
        with _threads(1) as pool:
            return self._await(_begin(pool, lambda: self._fetch(0, min(PART, self.size))))

    def _in_parts(self, first: int, last: int) -> Generator[bytes]:
        """Parts in order, fetched ahead: none at first, since a probe wants little, later on all connections."""
        coming: deque[Future[tuple[bytes, bool]]] = deque()
        ahead = 1
        with _threads(CONNECTIONS) as pool:
            for start in range(first, last, PART):
                coming.append(_begin(pool, partial(self._fetch, start, min(start + PART, last))))
                if len(coming) >= ahead:
                    yield self._await(coming.popleft())[0]
                    ahead = min(ahead + 1, CONNECTIONS)
            while coming:
                yield self._await(coming.popleft())[0]

    def _fetch(self, first: int, last: int) -> tuple[bytes, bool]:
        """Bytes `first` to `last`, and whether S3 heeded the range; a cut connection is gone on from where it broke."""
        held = bytearray()
        heeded = True

        def go_on() -> None:
            nonlocal heeded
            body, heeded = self._get(first + len(held), last)
            if not heeded and first > 0:
                raise failure(Condition.SOURCE_UNAVAILABLE, "DOWNLOAD: S3 answered with another part of the video.")
            if not heeded:
                held.clear()
            for piece in _pieces(body, last - first - len(held)):
                held.extend(piece)

        self._retry.run(go_on, self._deadline, _LIMITS)
        return bytes(held), heeded

    def _in_one(self, first: int, last: int) -> Generator[bytes]:
        with _threads(1) as pool:
            body, _ = self._await(_begin(pool, lambda: self._get(0, None)))
            pieces = _pieces(body, last)
            position = 0
            while position < last:
                piece = self._await(_begin(pool, lambda: next(pieces, b"")))
                start, position = position, position + len(piece)
                if position > first:
                    yield piece[max(0, first - start) :]

    def _get(self, first: int, last: int | None) -> tuple[StreamingBody, bool]:
        """One answer, and whether it is the range that was asked for; None asks for the whole object."""
        wanted = {} if last is None else {"Range": f"bytes={first}-{last - 1}"}
        try:
            answer = self._client.get_object(
                Bucket=self._source.bucket, Key=self._source.key, **wanted, **pin(self._source)
            )
        except S3_ERRORS as error:
            raise DOWNLOAD.explain(error) from error
        heeded = last is not None and answer.get("ContentRange", "") == f"bytes {first}-{last - 1}/{self.size}"
        return answer["Body"], heeded

    def _await(self, coming: Future[T]) -> T:
        try:
            return coming.result(self._deadline.left())
        except TimeoutError:
            sentence = "DOWNLOAD: the video did not arrive in the time left."
            raise failure(Condition.SOURCE_OUT_OF_TIME, sentence) from None


def _pieces(body: StreamingBody, wanted: int) -> Generator[bytes]:
    """So many bytes of an answer, of which nothing more is read."""
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


@contextmanager
def _threads(count: int) -> Generator[ThreadPoolExecutor]:
    """So many threads; a reader who has enough does not wait for what they are still fetching."""
    pool = ThreadPoolExecutor(count, thread_name_prefix="s3")
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _begin(pool: ThreadPoolExecutor, work: Callable[[], T]) -> Future[T]:
    """Let one of the threads do something, in the name of the job that this one works for."""
    return pool.submit(copy_context().run, work)
