"""How jobs end.

A task returns an `Ending`. The ledger keeps an `Outcome` of it (`delivery.ledger.outcome`), decided once. What is
POSTed to the backend is a `Callback`; each task has its own words for it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from worker.jobs.errors import Axis, JobError


class Ending(Protocol):
    """The end of a job; it succeeded where `failure` is None."""

    @property
    def status(self) -> Status:
        """As the ledger has it."""
        ...

    @property
    def failure(self) -> FailureReport | None:
        """Why it failed, if it did."""
        ...

    def callback(self, generation: str, supersedes: str | None = None) -> Callback | None:
        """What is told of it.

        Args:
            generation: names the upload or the order, so that the ends of two under one `job_id` are told apart.
            supersedes: webhook-id of the FAILED that was told before a person had the job run again.

        Returns:
            The same arguments always give the same bytes and the same id; None where nobody is told.
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
    axis: Axis

    @classmethod
    def of(cls, error: JobError) -> FailureReport:
        """The report of an error; its sentence is bounded to 300 characters."""
        return cls(error.code, error.sentence[:300], error.condition.reason, error.axis)


@dataclass(frozen=True, slots=True)
class Callback:
    """One outcome on its way. `event_id` stays the same over every retry of this outcome.

    `url` is where the message wants it told (`destinations`); None is the configured backend. `perhaps_heard` says that
    it was told before and nobody knows whether that was accepted, `supersedes` that the backend may have another end.
    """

    job_id: str
    event_id: str
    body: bytes
    url: str | None = None
    perhaps_heard: bool = False
    supersedes: bool = False


def name_event(
    job_id: str, generation: str, status: str, failure: FailureReport | None = None, supersedes: str | None = None
) -> str:
    """The webhook-id of what is told of a job: the same over all tellings, another for everything else."""
    parts = (job_id, generation, status, failure.code if failure else "", supersedes)
    return "msg_" + hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
