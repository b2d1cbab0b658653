"""How jobs of every kind end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.domain.results import Result

if TYPE_CHECKING:
    from worker.domain.errors import JobError
    from worker.domain.jobs import Job

Ending = Result
"""Of every kind: `status` and `failure`. `domain.callbacks` says what is told of it, sibling tasks join as a union."""


def end_failed(job: Job, error: JobError) -> Ending:
    """The end of a job that failed for good, with what was already paid for.

    Args:
        job: as far as it was located.
        error: why.
    """
    return error.draft.with_failure(error) if error.draft else Result.failed(job, error)
