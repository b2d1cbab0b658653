"""How a job ended, and why no more callbacks may be sent for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from worker.jobs.ending import FailureReport, Status

if TYPE_CHECKING:
    from worker.jobs.errors import JobError

NO_CALLBACK = ""
"""The event id of an outcome without a callback."""


BODY_NAME = "callback.json"
"""The name under `work/` of a body that an older version kept."""


class Abandoned(StrEnum):
    """Why no more callbacks are sent for a job, although the backend has accepted none."""

    SUPERSEDED = "superseded"
    CLOSED = "closed"
    UNHEARD = "unheard"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the job ended, decided once, before the callback is sent; times are seconds since 1970.

    `setting` names the setting to look at if the deployment made the job fail. `body` is the callback's body if the job
    FAILED. The body of a DONE may hold a transcript: it is kept beside the checkpoints, under the name `kept_as`.
    `resend_at` is when the callback may be sent again; if the backend `refused` it, only the sweep sends it again.
    `perhaps_heard` says that a callback got no answer or was not noted, so the backend may know the outcome. After a
    worker vanished, assume that it sent the callback. `queue_time` is `decided_at` by the queue's clock; None if a
    worker of an older version decided. An alias is a field's stored name.
    """

    status: Status
    callback_job_id: str
    event_id: str
    decided_at: float
    failure: FailureReport | None = None
    setting: str | None = None
    body: str | None = None
    kept_as: str = BODY_NAME
    send_count: Annotated[int, Field(alias="tellings")] = 0
    accepted_at: float | None = None
    resend_at: Annotated[float, Field(alias="again_at")] = 0.0
    refused: bool = False
    perhaps_heard: bool = False
    queue_time: float | None = None

    def sent(self, now: float, error: JobError | None, resend_at: float | Abandoned) -> Outcome:
        """The outcome after its callback was sent, and accepted if there is no `error`.

        `resend_at` is when an unaccepted callback is sent again, or why it never is.
        """
        return replace(
            self,
            send_count=self.send_count + 1,
            accepted_at=None if error else now,
            resend_at=self.resend_at if isinstance(resend_at, Abandoned) else resend_at,
            refused=error is not None and error.refused,
            perhaps_heard=self.perhaps_heard or (error is not None and error.perhaps_heard),
        )

    def is_before(self, sent_at: float) -> bool:
        """Whether a message was sent after this was decided, as far as the queue's clock was known."""
        return sent_at > (self.decided_at if self.queue_time is None else self.queue_time)
