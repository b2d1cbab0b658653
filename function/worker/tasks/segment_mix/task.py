"""Which messages the segment mix takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.jobs.task import Task
from worker.tasks.segment_mix.job import SegmentMixJob
from worker.tasks.segment_mix.order import read_mix_order

if TYPE_CHECKING:
    from worker.jobs.task import JobRef, Message


def accept(message: Message) -> SegmentMixJob | None:
    """Take every order of a mix; `tts_bgm_mix` is its old name."""
    match message:
        case {"task": "segment_mix" | "tts_bgm_mix"}:
            return read_mix_order(message)
        case _:
            return None


def from_ref(ref: JobRef) -> SegmentMixJob:
    """The job that belongs to a reference from the ledger; its key is the prefix."""
    prefix = ref.source.key
    project_id = prefix.split("/")[1]
    return SegmentMixJob(ref.job_id, project_id, ref.callback_url or "", prefix, generation=ref.generation)


TASK = Task(SegmentMixJob.task, accept, from_ref)
