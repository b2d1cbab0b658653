"""What is POSTed, and under which id; each task has its own words for it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from worker.tasks.summary.result import FailureReport


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
