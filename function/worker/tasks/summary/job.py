"""The summary of one video, and which messages ask for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from worker.jobs.ending import Status
from worker.jobs.task import Ignored, Unaddressable, Upload
from worker.tasks.summary.result import Result
from worker.video.job import VideoJob, read_upload

if TYPE_CHECKING:
    from worker.jobs.errors import JobError
    from worker.jobs.task import Message


@dataclass(frozen=True, slots=True)
class SummaryJob(VideoJob):
    """Transcribe and summarise one video."""

    task: ClassVar[str] = "summary"

    @property
    def result_key(self) -> str:
        """Key of the result document; the subtitles stand beside it (docs/sources.md, Specification)."""
        owner = f"{self.user_id}/" if self.user_id is not None else ""
        return f"results/{owner}{self.job_id}.json"

    @property
    def place(self) -> str:
        """What all its uploads share: the result, since its key leaves out the video's extension."""
        return self.result_key

    def blank_result(self) -> Result:
        """What is known of its end before any work is done."""
        return Result(Status.DONE, self.job_id, self.user_id, self.source, self.result_key)

    def failed(self, error: JobError) -> Result:
        """Its end after a failure, with what was already paid for."""
        draft = error.draft if isinstance(error.draft, Result) else self.blank_result()
        return draft.with_failure(error)


def accept(message: Message) -> SummaryJob | Ignored | Unaddressable | None:
    """Take every video that no earlier task has taken."""
    if not isinstance(message, Upload):
        return None
    found = read_upload(message.source)
    if isinstance(found, Ignored | Unaddressable):
        return found
    return SummaryJob(found.job_id, message.source, found.user_id)
