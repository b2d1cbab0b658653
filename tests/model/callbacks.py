"""What the backend hears, in the product's own bytes and ids."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from tests.builders import a_job, a_meta, a_result
from worker.delivery.ledger.outcome import Outcome
from worker.jobs.ending import FailureReport, Status
from worker.jobs.errors import Condition, JobError

JOB = replace(a_job(), generation="generation")


@dataclass(frozen=True, slots=True)
class Post:
    """One outcome as POSTed; `by` is the epoch of the worker that decided it, by whose clock its bytes differ."""

    status: Status
    event_id: str
    supersedes: str | None
    by: int


@cache
def report(condition: Condition) -> FailureReport:
    """Why a job failed."""
    return FailureReport.of(JobError(condition, "It failed."))


@cache
def compose(failed: FailureReport | None, supersedes: str | None, epoch: int) -> Post:
    """What a worker would send."""
    done = replace(a_result(JOB), meta=replace(a_meta(), duration_ms=epoch))
    result = replace(done, status=Status.FAILED, failure=failed) if failed else done
    return Post(result.status, result.callback(JOB.generation, supersedes).event_id, supersedes, epoch)


def decide(post: Post, failed: FailureReport | None, now: float, kept_as: str) -> Outcome:
    """The outcome that is sent so; as the bytes of a FAILED, `body` says by whom."""
    body = str(post.by) if failed else None
    event = (post.status, JOB.job_id, post.event_id)
    return Outcome(*event, now, failed, body=body, kept_as=kept_as)
