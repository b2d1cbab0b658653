"""Send the callback that an attempt began."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.jobs.deadline import Deadline
from worker.jobs.ending import Callback, name_event
from worker.jobs.errors import JobError
from worker.tasks.segment_mix.ending import write_body
from worker.telemetry.log import logger

if TYPE_CHECKING:
    from worker.jobs.ports import Backend
    from worker.tasks.segment_mix.job import SegmentMixJob

PATIENCE_SECONDS = 5.0
"""The news of a beginning is worth no more; only the end is sent until it is accepted."""


def announce_mix(job: SegmentMixJob, backend: Backend, deadline: Deadline, supersedes: str | None) -> None:
    """Send the callback that the job has begun; if it fails, the job goes on, and its end is sent anyway.

    `supersedes` is the webhook-id of the end before the job was restarted; it gives this beginning an id of its own.
    """
    event_id = name_event(job.job_id, job.generation, "started", supersedes=supersedes)
    callback = Callback(job.job_id, event_id, _say_started(job), job.callback_url)
    try:
        backend.send(callback, Deadline.after(deadline.cap(PATIENCE_SECONDS)))
    except JobError as error:
        reason = error.condition.reason
        logger.warning("the beginning could not be told", stage="CALLBACK_SKIPPED", duration_ms=0, reason=reason)


def _say_started(job: SegmentMixJob) -> bytes:
    """The body that says that an attempt began."""
    metadata: dict[str, object] = {"job_id": job.job_id, "project_id": job.project_id, "segments": len(job.segments)}
    return write_body("segment_mix_started", metadata)
