"""Waiting for something that outlasts an invocation, and how it ranks among the errors of calls side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from worker.jobs.errors import STT_OUT_OF_TIME, Handling, JobError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Future

    from worker.jobs.errors import Condition


class NotReady(Exception):  # noqa: N818 - no error: nothing failed
    """A job waits for something that outlasts an invocation; no attempt is used.

    Attributes:
        delay: seconds until another look is worth it. The engine may look earlier: a message waits at most 15 minutes.
        reason: what it waits for, as the log and the ledger name it.
        since: when the wait began, in seconds since 1970.
        late: how a job fails that has only this invocation to wait in.
        krw: the price in won that the day's budget has no room for, if it waits for that.
    """

    def __init__(
        self, delay: float, reason: str, since: float, late: Condition = STT_OUT_OF_TIME, krw: float = 0.0
    ) -> None:
        super().__init__(reason)
        self.delay = delay
        self.reason = reason
        self.since = since
        self.late = late
        self.krw = krw


def raise_gravest(calls: Iterable[Future[Any]]) -> None:
    """Raise the error of one of these calls, if any failed.

    An error that no retry cures goes first, then a wait, so that an error which a retry may cure uses up no attempt.
    """
    errors = [error for call in calls if (error := call.exception())]
    if errors:
        raise min(errors, key=_rank_error)


def _rank_error(error: BaseException) -> int:
    if isinstance(error, NotReady):
        return 1
    return 2 if isinstance(error, JobError) and error.handling is Handling.RETRYABLE else 0
