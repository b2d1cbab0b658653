"""Refuse an order that cannot be carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.jobs.errors import JobError
from worker.tasks.segment_mix.errors import ORDER_INVALID

if TYPE_CHECKING:
    from worker.tasks.segment_mix.job import SegmentMixJob


def check_order(job: SegmentMixJob) -> None:
    """Pass an order that says what to do.

    Raises:
        JobError: ORDER_INVALID, it does not.
    """
    if job.problem is not None:
        raise JobError(ORDER_INVALID, f"MIX: {job.problem}.")
