"""How jobs end.

A task returns an `Ending`. The ledger keeps an `Outcome` of it (`delivery.ledger.outcome`), decided once. A `Callback`
is POSTed to the backend; each task has its own format for it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Protocol

from pydantic import Field

from worker.jobs.errors import Handling, JobError


class Ending(Protocol):
    """The end of a job; it succeeded where `failure` is None."""

    @property
    def status(self) -> Status:
        """The status for the ledger."""
        ...

    @property
    def failure(self) -> FailureReport | None:
        """Why it failed, if it did."""
        ...

    def callback(self, generation: str, supersedes: str | None = None) -> Callback | None:
        """The callback about it.

        Args:
            generation: names the upload or order, so that the ends of two under one `job_id` have different ids.
            supersedes: webhook-id of the FAILED that was sent before a person ran the job again.

        Returns:
            The same bytes and the same id for the same arguments; None if there is no callback.
        """
        ...


class Status(StrEnum):
    """The two words the backend knows."""

    DONE = "DONE"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class FailureReport:
    """Why a job failed, in the words of the callback, and the finer cause."""

    code: str
    message: str
    reason: str
    handling: Annotated[Handling, Field(alias="axis")]
    """Stored and published as `axis`, the name in the first release."""

    @classmethod
    def of(cls, error: JobError) -> FailureReport:
        """The report of an error; its sentence is bounded to 300 characters."""
        return cls(error.code, error.sentence[:300], error.condition.reason, error.handling)


@dataclass(frozen=True, slots=True)
class Callback:
    """One outcome to POST. `event_id` stays the same over every retry of this outcome.

    `url` is the address in the message (`urls.destinations`); None is the configured backend. `perhaps_heard` says that
    an earlier sending may have been accepted unnoticed, `corrects` that the backend may hold an earlier outcome.
    """

    job_id: str
    event_id: str
    body: bytes
    url: str | None = None
    perhaps_heard: bool = False
    corrects: bool = False


def name_event(
    job_id: str, generation: str, status: str, failure: FailureReport | None = None, supersedes: str | None = None
) -> str:
    """The webhook-id of a callback: the same each time it is sent, and different from that of every other callback."""
    parts = (job_id, generation, status, failure.code if failure else "", supersedes)
    return "msg_" + hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
