"""The kinds of jobs: one class a task.

What the rest asks of every kind: its `task`, `job_id`, `user_id`, `s3_key` and `sequencer` ("" where there is none),
`callback_url` (None is the backend's own address), `generation`, which `named` fills, `source`, the object that
`located` pins (None where it is about no single one), and `failed`, its end (`jobs.ending`) for an error. What takes
its place is decided by its `place`, the name of what all uploads or orders of it are about, and by `made_at`, when it
was uploaded (0: what counts is when its message was sent); `repeatable` says whether the same may be ordered anew.
Besides these only `pipelines` and `recall_job` tell the kinds apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from worker.jobs.source import Source
from worker.jobs.task import Task
from worker.tasks.catalog.job import CatalogJob
from worker.tasks.segment_mix.job import SegmentMixJob
from worker.tasks.summary.job import SummaryJob
from worker.video.keys import read_address

if TYPE_CHECKING:
    from worker.delivery.ledger.entry import Entry

Job = SummaryJob | CatalogJob | SegmentMixJob
"""Every kind of job; sibling tasks join here, and `pipelines` dispatches by `match`."""


def recall_job(entry: Entry, bucket: str) -> Job:
    """What the ledger knows of a job: enough to tell of its end.

    Args:
        entry: the job's.
        bucket: `VIDEO_BUCKET_NAME`.
    """
    source = Source(bucket, entry.key, entry.key, sequencer=entry.sequencer or None, made_at=entry.made_at)
    match entry.task:
        case Task.SUMMARY:
            address = read_address(entry.key)
            return SummaryJob(entry.job_id, address.user_id if address else None, source, generation=entry.generation)
        case Task.CATALOG:
            return CatalogJob(entry.job_id, source, entry.generation)
        case Task.SEGMENT_MIX:
            return SegmentMixJob.recalled(entry)
        case _:
            assert_never(entry.task)
