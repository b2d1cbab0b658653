"""How jobs of every kind end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from worker.domain.jobs import CatalogJob, Job, SegmentMixJob, SummaryJob
from worker.domain.mixed import Mixed
from worker.domain.results import FailureReport, Result, Status

if TYPE_CHECKING:
    from worker.domain.errors import JobError


@dataclass(frozen=True, slots=True)
class Cataloged:
    """The end of a catalogue job, of which nobody is told; it succeeded where `failure` is None."""

    failure: FailureReport | None = None

    @property
    def status(self) -> Status:
        """As the ledger has it."""
        return Status.DONE if self.failure is None else Status.FAILED


Ending = Result | Cataloged | Mixed
"""Of every kind: `status` and `failure`. `domain.callbacks` says what is told of it; sibling tasks join here."""


def end_failed(job: Job, error: JobError) -> Ending:
    """The end of a job that failed for good, with what was already paid for.

    Args:
        job: as far as it was located.
        error: why.
    """
    match job:
        case SummaryJob():
            return error.draft.with_failure(error) if error.draft else Result.failed(job, error)
        case CatalogJob():
            return Cataloged(FailureReport.of(error))
        case SegmentMixJob():
            return Mixed.failed(job, error)
        case _:
            assert_never(job)
