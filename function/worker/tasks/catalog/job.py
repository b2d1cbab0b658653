"""The cataloguing of one video, which messages ask for it, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from worker.jobs.ending import FailureReport, Status
from worker.jobs.task import Ignored, Unaddressable, Upload
from worker.tasks.catalog.content import Content, read_content
from worker.video.job import VideoJob, read_upload
from worker.video.keys import INPUT_PREFIX

if TYPE_CHECKING:
    from worker.jobs.errors import JobError
    from worker.jobs.task import Message


@dataclass(frozen=True, slots=True)
class Cataloged:
    """The end of a catalogue job, which sends no callback; it succeeded where `failure` is None."""

    failure: FailureReport | None = None

    @property
    def status(self) -> Status:
        """As the ledger has it."""
        return Status.DONE if self.failure is None else Status.FAILED

    def callback(self, generation: str, supersedes: str | None = None) -> None:
        """None: no callback is sent."""


@dataclass(frozen=True, slots=True)
class CatalogJob(VideoJob):
    """Put one video into the catalogue. `job_id` is its file name, which describes its content.

    No callback is sent: the catalogue itself shows how the job ended.
    """

    task: ClassVar[str] = "catalog"

    @property
    def content(self) -> Content:
        """The content that the name describes."""
        return read_content(self.job_id)

    @property
    def video_url(self) -> str:
        """The video's address in the catalogue."""
        return f"s3://{self.source.bucket}/{self.source.key}"

    @property
    def thumbnail_key(self) -> str:
        """Where its picture goes, by its whole key: `42_a.mp4` and `42_a.mov` are two videos of the catalogue."""
        return f"thumbnails/{self.source.key.removeprefix(INPUT_PREFIX)}.jpg"

    def failed(self, error: JobError) -> Cataloged:
        """Its end after a failure."""
        return Cataloged(FailureReport.of(error))


def accept(message: Message) -> CatalogJob | None:
    """Take the videos outside a user's folder, if `VIDEO_TASK` says so."""
    if not isinstance(message, Upload) or message.video_task != CatalogJob.task:
        return None
    found = read_upload(message.source)
    if isinstance(found, Ignored | Unaddressable) or found.user_id is not None:
        return None
    return CatalogJob(found.job_id, message.source)
