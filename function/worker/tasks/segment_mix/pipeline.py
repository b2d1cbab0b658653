"""The segment mix: the background and the voice of each segment, as one sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.jobs.errors import JobError
from worker.tasks.segment_mix.announce import announce_mix
from worker.tasks.segment_mix.errors import ORDER_INVALID
from worker.tasks.segment_mix.job import SegmentMixJob
from worker.tasks.segment_mix.mix_segments import mix_segments

if TYPE_CHECKING:
    from worker.jobs.workspace import Workspace
    from worker.tasks.segment_mix.ending import Mixed
    from worker.tasks.segment_mix.job import SegmentMixJob
    from worker.tasks.segment_mix.ports import MixPorts


def run_segment_mix(job: SegmentMixJob, ports: MixPorts, workspace: Workspace, supersedes: str | None = None) -> Mixed:
    """Run the task.

    Args:
        job: what to mix.
        ports: the world.
        workspace: the job's folder and time.
        supersedes: webhook-id of the end that was sent before the job was restarted.

    Returns:
        Which mixes are stored.

    Raises:
        JobError: a stage failed.
    """
    check_order(job)
    announce_mix(job, ports.backend, workspace.deadline, supersedes)
    mixes = mix_segments(job, ports.tracks, ports.mixer, ports.room, workspace)
    return job.done(mixes)


def check_order(job: SegmentMixJob) -> None:
    """Refuse an order that cannot be carried out.

    Raises:
        JobError: ORDER_INVALID, it cannot.
    """
    if job.problem is not None:
        raise JobError(ORDER_INVALID, f"MIX: {job.problem}.")
