"""The segment mix: the background and the voice of each segment, as one sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.jobs.deadline import Deadline
from worker.jobs.ending import Callback, name_event
from worker.jobs.errors import Condition, Handling, JobError
from worker.tasks.segment_mix.ending import write_body
from worker.tasks.segment_mix.mix_segments import mix_segments
from worker.telemetry.log import logger

if TYPE_CHECKING:
    from worker.jobs.ports import Backend
    from worker.jobs.workspace import Workspace
    from worker.tasks.segment_mix.ending import Mixed
    from worker.tasks.segment_mix.job import SegmentMixJob
    from worker.tasks.segment_mix.ports import MixPorts

ORDER_INVALID = Condition("order_invalid", "ORDER_INVALID", Handling.PERMANENT)

STARTED_SECONDS = 5.0
"""Limit for sending the callback `started`. It is sent once; only the end is sent again until it is accepted."""


def run_segment_mix(job: SegmentMixJob, ports: MixPorts, workspace: Workspace, supersedes: str | None = None) -> Mixed:
    """Run the task; returns which mixes are stored.

    `supersedes` is the webhook-id of the end that was sent before the job was restarted, if it was. It gives the
    callback of this beginning an id of its own.

    Raises:
        JobError: ORDER_INVALID, the order cannot be carried out; or a stage failed.
    """
    if job.problem is not None:
        raise JobError(ORDER_INVALID, "MIX", f"{job.problem}.")
    send_started(job, ports.backend, workspace.deadline, supersedes)
    mixes = mix_segments(job, ports.tracks, ports.mixer, ports.room, workspace)
    return job.mixed(mixes)


def send_started(job: SegmentMixJob, backend: Backend, deadline: Deadline, supersedes: str | None) -> None:
    """Send the callback that the job has begun; if it fails, the job goes on, and its end is sent anyway."""
    event_id = name_event(job.job_id, job.generation, "started", supersedes=supersedes)
    metadata: dict[str, object] = {"job_id": job.job_id, "project_id": job.project_id, "segments": len(job.segments)}
    callback = Callback(job.job_id, event_id, write_body("segment_mix_started", metadata), job.callback_url)
    try:
        backend.send(callback, Deadline.after(deadline.cap(STARTED_SECONDS)))
    except JobError as error:
        reason = error.condition.reason
        logger.warning(
            "the started callback was not accepted",
            stage="CALLBACK_SKIPPED",
            duration_ms=0,
            reason=reason,
        )
