"""Find the upload that the event names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.jobs.job import Job
    from worker.video.ports import Videos


def locate(job: Job, videos: Videos, deadline: Deadline) -> Job:
    """Pin a job to the object version that S3 holds, with its size and spoken language.

    Raises:
        DownloadError: the source is gone, replaced, forbidden or unavailable.
    """
    if job.source is None:
        return job
    return job.located(*videos.locate(job.source, deadline))
