"""Refuse an order that cannot be carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.jobs.errors import Condition, failure

if TYPE_CHECKING:
    from worker.tasks.segment_mix.job import SegmentMixJob


def check_order(job: SegmentMixJob) -> None:
    """Pass an order that says what to do.

    Raises:
        OrderError: it does not.
    """
    if job.problem is not None:
        raise failure(Condition.ORDER_INVALID, f"MIX: {job.problem}.")
