"""How a segment mix ended."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.jobs.ending import Callback, FailureReport, Status, name_event
from worker.tasks.segment_mix.bodies import say_ended
from worker.tasks.segment_mix.mix import Mix

if TYPE_CHECKING:
    from worker.jobs.errors import JobError
    from worker.tasks.segment_mix.job import SegmentMixJob


@dataclass(frozen=True, slots=True)
class Mixed:
    """The end of a mix; it succeeded where `failure` is None."""

    job_id: str
    project_id: str
    callback_url: str
    mixes: tuple[Mix, ...] = ()
    failure: FailureReport | None = None

    @classmethod
    def done(cls, job: SegmentMixJob, mixes: tuple[Mix, ...]) -> Mixed:
        """The end of a job whose segments are mixed."""
        return cls(job.job_id, job.project_id, job.callback_url, mixes)

    @classmethod
    def failed(cls, job: SegmentMixJob, error: JobError) -> Mixed:
        """The end of a job that could not go on."""
        return cls(job.job_id, job.project_id, job.callback_url, failure=FailureReport.of(error))

    @property
    def status(self) -> Status:
        """As the ledger has it."""
        return Status.DONE if self.failure is None else Status.FAILED

    @property
    def result_key(self) -> str | None:
        """The mix's key, or of several the folder that holds them all; None where nothing was made."""
        keys = [mix.output_key for mix in self.mixes if mix.problem is None]
        return posixpath.commonpath(keys) if keys else None

    def callback(self, generation: str, supersedes: str | None = None) -> Callback:
        """What the message's own address is told (`jobs.ending`)."""
        event_id = name_event(self.job_id, generation, self.status, self.failure, supersedes)
        return Callback(self.job_id, event_id, say_ended(self, supersedes), self.callback_url)
