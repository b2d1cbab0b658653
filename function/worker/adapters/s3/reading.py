"""An upload, read piece by piece: ranged GETs on several connections, passed on in order.

A part is fetched whole before it is passed on, so that a slow reader leaves no connection idle in the middle of an
answer. The head and at most `CONNECTIONS` parts are held in memory.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import copy_context
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from worker.adapters.s3.ranges import Ranges
from worker.jobs.deadline import LOOK_SECONDS
from worker.jobs.errors import SOURCE_OUT_OF_TIME, JobError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from mypy_boto3_s3 import S3Client

    from worker.adapters.calls.retry import RetryPolicy
    from worker.jobs.deadline import Deadline
    from worker.jobs.source import Source

T = TypeVar("T")

PART = 4 * 1024**2
"""Bytes of one GET: small enough to hold several, large enough to outweigh the 20 ms before the first byte."""

CONNECTIONS = 4
"""At 50 to 90 MB/s each, these carry what FFmpeg takes (docs/sources.md, Streaming)."""


class S3Video:
    """Implements `video.video.Video` for a located source.

    Some S3 clones answer a range of a version with the whole object; then everything is read in order from one answer.
    """

    def __init__(self, client: S3Client, source: Source, retry: RetryPolicy, deadline: Deadline) -> None:
        self.size = source.size or 0
        self._ranges = Ranges(client, source, retry, deadline)
        self._deadline = deadline

    def stream(self, first: int, last: int) -> Generator[bytes]:
        head, ranges = self._head
        if first < len(head):
            yield head[first:last]
            first = len(head)
        if first < last:
            yield from self._in_parts(first, last) if ranges else self._in_one(first, last)

    @cached_property
    def _head(self) -> tuple[bytes, bool]:
        """The first part, kept because every pass begins with it, and whether S3 honours ranges."""
        if not self.size:
            return b"", True
        with _threads(1) as pool:
            return self._await(_begin(pool, lambda: self._ranges.fetch(0, min(PART, self.size))))

    def _in_parts(self, first: int, last: int) -> Generator[bytes]:
        """Parts in order, fetched ahead: none at first, because a probe needs little, later on all connections."""
        coming: deque[Future[tuple[bytes, bool]]] = deque()
        ahead = 1
        with _threads(CONNECTIONS) as pool:
            for start in range(first, last, PART):
                coming.append(_begin(pool, partial(self._ranges.fetch, start, min(start + PART, last))))
                if len(coming) >= ahead:
                    yield self._await(coming.popleft())[0]
                    ahead = min(ahead + 1, CONNECTIONS)
            while coming:
                yield self._await(coming.popleft())[0]

    def _in_one(self, first: int, last: int) -> Generator[bytes]:
        pieces = self._ranges.read_through(first, last)
        with _threads(1) as pool:
            while piece := self._await(_begin(pool, lambda: next(pieces, b""))):
                yield piece

    def _await(self, coming: Future[T]) -> T:
        while not wait([coming], self._deadline.cap(LOOK_SECONDS)).done:
            if not self._deadline.left():
                raise JobError(SOURCE_OUT_OF_TIME, "DOWNLOAD", "the video did not arrive in the time left.")
        return coming.result()


@contextmanager
def _threads(count: int) -> Generator[ThreadPoolExecutor]:
    """A pool of so many threads; leaving it does not wait for unfinished fetches."""
    pool = ThreadPoolExecutor(count, thread_name_prefix="s3")
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _begin(pool: ThreadPoolExecutor, work: Callable[[], T]) -> Future[T]:
    """Run `work` in the pool, in the context of this thread's job."""
    return pool.submit(copy_context().run, work)
