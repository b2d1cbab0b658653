"""The cataloguing of one video, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from worker.jobs.ending import FailureReport, Status
from worker.jobs.source import Said, Source, name_generation
from worker.jobs.task import Task
from worker.tasks.catalog.content import Content, read_content
from worker.video.keys import INPUT_PREFIX, read_address

if TYPE_CHECKING:
    from worker.jobs.errors import JobError


@dataclass(frozen=True, slots=True)
class Cataloged:
    """The end of a catalogue job, of which nobody is told; it succeeded where `failure` is None."""

    failure: FailureReport | None = None

    @property
    def status(self) -> Status:
        """As the ledger has it."""
        return Status.DONE if self.failure is None else Status.FAILED

    def callback(self, generation: str, supersedes: str | None = None) -> None:
        """Nobody is told."""


@dataclass(frozen=True, slots=True)
class CatalogJob:
    """Put one video into the catalogue. `job_id` is its name, which says which content it is of.

    `generation` names the upload (`name_generation`). Nobody is told: the catalogue itself says how it ended.
    """

    task: ClassVar = Task.CATALOG
    user_id: ClassVar = None
    callback_url: ClassVar = None
    repeatable: ClassVar = False

    job_id: str
    source: Source
    generation: str = ""

    @property
    def content(self) -> Content:
        """What the name says."""
        return read_content(self.job_id)

    @property
    def video_url(self) -> str:
        """The video's address in the catalogue."""
        return f"s3://{self.source.bucket}/{self.source.key}"

    @property
    def thumbnail_key(self) -> str:
        """Where its picture goes: by its whole key, for `42_a.mp4` and `42_a.mov` are two videos of the catalogue."""
        return f"thumbnails/{self.source.key.removeprefix(INPUT_PREFIX)}.jpg"

    @property
    def s3_key(self) -> str:
        """What log lines and the ledger call it."""
        return self.source.key

    @property
    def sequencer(self) -> str:
        """Orders the uploads of a key."""
        return self.source.sequencer or ""

    @property
    def place(self) -> str:
        """What is one and the same of all its uploads: each key is a video of its own."""
        return self.s3_key

    @property
    def made_at(self) -> float:
        """When the upload was stored, in seconds since 1970; 0 where unsaid."""
        return self.source.made_at

    def named(self, message_id: str) -> CatalogJob:
        """The job with its generation; `message_id` is of SQS."""
        return replace(self, generation=name_generation(self.source, message_id))

    def located(self, source: Source, _said: Said) -> CatalogJob:
        """The job about the object S3 actually holds, whose raw key may turn out to be the real one."""
        address = read_address(source.key)
        return replace(self, job_id=address.job_id if address else self.job_id, source=source)

    def failed(self, error: JobError) -> Cataloged:
        """Its end where it could not go on."""
        return Cataloged(FailureReport.of(error))
