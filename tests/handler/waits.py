"""A stage whose summaries wait before they run: each look says that it is too early, until none is left to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

from tests.handler.stage import Stage, change_attempts
from worker.jobs.not_ready import NotReady

if TYPE_CHECKING:
    from worker.adapters.services import Services
    from worker.bootstrap.workers import Worker
    from worker.delivery.checkpoints import JobCheckpoints
    from worker.jobs.ending import Ending
    from worker.jobs.ports import Checkpoints
    from worker.jobs.task import Pipeline
    from worker.jobs.workspace import Workspace
    from worker.tasks.summary.job import SummaryJob

DELAY = 15.0


@dataclass
class WaitingStage(Stage):
    """`early` is how many looks come too early; `slept` is what was waited within an invocation."""

    early: int = 0
    delay: float = DELAY
    reason: str = "stt"
    since: float | None = None
    slept: list[float] = field(default_factory=list[float])
    queued: bool = True

    def pipelines(self) -> dict[str, Pipeline[Any]]:
        pipelines = super().pipelines()
        summary = pipelines["summary"]

        def run(job: SummaryJob, checkpoints: Checkpoints, workspace: Workspace) -> Ending:
            if self.early:
                self.early -= 1
                self.look(cast("JobCheckpoints", checkpoints))
                raise NotReady(self.delay, self.reason, self.clock() if self.since is None else self.since)
            return summary.run(job, checkpoints, workspace)

        return pipelines | {"summary": replace(summary, run=run)}

    def look(self, checkpoints: JobCheckpoints) -> None:
        """What happens while a look comes too early."""

    def worker(self) -> Worker:
        return change_attempts(super().worker(), sleep=self.slept.append)

    @property
    def services(self) -> Services:
        return super().services if self.queued else replace(super().services, queue=None)
