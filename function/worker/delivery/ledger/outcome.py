"""How a job ended, and why the backend may hear no more of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from worker.jobs.ending import FailureReport, Status

UNTOLD = ""
"""The event id of an outcome that is told to nobody."""


class Abandoned(StrEnum):
    """Why the backend hears no more of a job that has told it nothing yet."""

    SUPERSEDED = "superseded"
    CLOSED = "closed"
    UNHEARD = "unheard"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the job ended, decided once and before the backend is told; times are seconds since 1970.

    `setting` names the one to look at where the deployment failed the job. `body` is what is POSTed, None where it
    holds a transcript: then it is kept beside the checkpoints, under the name `kept_as`.
    `again_at` is when it may be told again; one that the backend `refused` is told again by the sweep alone.
    `perhaps_heard` says that a telling got no answer, or was not noted: the backend may know how the job ended. Of a
    worker that vanished a telling is assumed. `queue_time` is `decided_at` by the queue's clock; None where a worker of
    an older version decided.
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
