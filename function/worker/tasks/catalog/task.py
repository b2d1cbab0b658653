"""Which messages the catalogue takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.jobs.task import Ignored, Task, Unaddressable, Upload
from worker.tasks.catalog.job import CatalogJob
from worker.video.job import read_upload

if TYPE_CHECKING:
    from worker.jobs.task import Message


def accept(message: Message) -> CatalogJob | None:
    """Take the videos outside a user's folder, if `VIDEO_TASK` says so."""
    if not isinstance(message, Upload) or message.video_task != CatalogJob.task:
        return None
    found = read_upload(message.source)
    if isinstance(found, Ignored | Unaddressable) or found.user_id is not None:
        return None
    return CatalogJob(found.job_id, message.source)


TASK = Task(CatalogJob.task, accept, CatalogJob.from_ref)
