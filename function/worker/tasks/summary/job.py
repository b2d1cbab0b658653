"""The summary of one video."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from worker.jobs.source import UNSAID, Said, Source, name_generation
from worker.jobs.task import Task
from worker.tasks.summary.result import Result
from worker.video.keys import read_address

if TYPE_CHECKING:
    from worker.jobs.errors import JobError


@dataclass(frozen=True, slots=True)
class SummaryJob:
    """Transcribe and summarise one video. `user_id` is None for `videos/{job_id}.ext`.

    `said` is what the uploader said of it; nothing until the source is located.
    `generation` names the upload in the ledger and under `work/` (`name_generation`).
    """

    task: ClassVar = Task.SUMMARY
    callback_url: ClassVar = None
    repeatable: ClassVar = False

    job_id: str
    user_id: str | None
    source: Source
    said: Said = UNSAID
    generation: str = ""

    @property
    def result_key(self) -> str:
        """Key of the result document; the subtitles stand beside it (docs/sources.md, Specification)."""
        owner = f"{self.user_id}/" if self.user_id is not None else ""
        return f"results/{owner}{self.job_id}.json"

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
        """What is one and the same of all its uploads: the result, whose key has no extension."""
        return self.result_key

    @property
    def made_at(self) -> float:
        """When the upload was stored, in seconds since 1970; 0 where unsaid."""
        return self.source.made_at

    def named(self, message_id: str) -> SummaryJob:
        """The job with its generation; `message_id` is of SQS."""
        return replace(self, generation=name_generation(self.source, message_id))

    def located(self, source: Source, said: Said) -> SummaryJob:
        """The job about the object S3 actually holds, whose raw key may turn out to be the real one."""
        address = read_address(source.key)
        job_id, user_id = (address.job_id, address.user_id) if address else (self.job_id, self.user_id)
        return replace(self, job_id=job_id, user_id=user_id, source=source, said=said)

    def failed(self, error: JobError) -> Result:
        """Its end where it could not go on, with what was already paid for."""
        return error.draft.with_failure(error) if isinstance(error.draft, Result) else Result.failed(self, error)
