"""How a job ended, and why no more callbacks may be sent for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from worker.jobs.ending import FailureReport, Status

UNTOLD = ""
"""The event id of an outcome without a callback."""


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
    `again_at` is when the callback may be sent again; if the backend `refused` it, only the sweep sends it again.
    `perhaps_heard` says that a callback got no answer or was not noted, so the backend may know the outcome. After a
    worker vanished, assume that it sent the callback. `queue_time` is `decided_at` by the queue's clock; None if a
    worker of an older version decided.
    """

    status: Status
    callback_job_id: str
    event_id: str
    decided_at: float
    failure: FailureReport | None = None
    setting: str | None = None
    body: str | None = None
    kept_as: str = "callback.json"
    tellings: int = 0
    accepted_at: float | None = None
    again_at: float = 0.0
    refused: bool = False
    perhaps_heard: bool = False
    queue_time: float | None = None

    def is_before(self, sent_at: float) -> bool:
        """Whether a message was sent after this was decided, as far as the queue's clock was known."""
        return sent_at > (self.decided_at if self.queue_time is None else self.queue_time)
