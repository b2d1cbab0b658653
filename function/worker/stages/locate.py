"""Find the upload that the event names."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from worker.domain.jobs import CatalogJob, SegmentMixJob, SummaryJob

if TYPE_CHECKING:
    from worker.domain.deadlines import Deadline
    from worker.domain.jobs import Job
    from worker.ports import Videos


def locate(job: Job, videos: Videos, deadline: Deadline) -> Job:
    """Pin a job to the object version that S3 holds, with its size and spoken language.

    Raises:
        DownloadError: the source is gone, replaced, forbidden or unavailable.
    """
    match job:
        case SummaryJob():
            return job.located(*videos.locate(job.source, deadline))
        case CatalogJob():
            source, _ = videos.locate(job.source, deadline)
            return job.located(source)
        case SegmentMixJob():
            return job
        case _:
            assert_never(job)
