"""Every task, in the order in which they may accept a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.delivery.messages import Intake
from worker.tasks.catalog import wiring as catalog
from worker.tasks.segment_mix import wiring as segment_mix
from worker.tasks.summary import wiring as summary

if TYPE_CHECKING:
    from worker.jobs.task import Wiring

TASKS: tuple[Wiring, ...] = (segment_mix.WIRING, catalog.WIRING, summary.WIRING)


def make_intake(bucket: str, video_task: str) -> Intake:
    """Say which messages are ours: those about this bucket; `video_task` names the task of videos without a user."""
    return Intake(bucket, [wiring.task for wiring in TASKS], video_task)
