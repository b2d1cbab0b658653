"""Which messages the summary takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.jobs.task import Ignored, Task, Unaddressable, Upload
from worker.tasks.summary.job import SummaryJob
from worker.video.job import read_upload

if TYPE_CHECKING:
    from worker.jobs.task import Message


def accept(message: Message) -> SummaryJob | Ignored | Unaddressable | None:
    """Take every video."""
    if not isinstance(message, Upload):
        return None
    found = read_upload(message.source)
    if isinstance(found, Ignored | Unaddressable):
        return found
    return SummaryJob(found.job_id, message.source, found.user_id)


TASK = Task(SummaryJob.task, accept, SummaryJob.from_ref)
