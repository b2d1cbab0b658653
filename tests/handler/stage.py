"""A handler whose world is fake: what goes in as an event, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import app
from tests.builders import BUCKET, Context, sqs_batch, sqs_record
from tests.fakes import FakeBackend, FakeExtractor, FakeModel, FakeQueue, FakeRecogniser, FakeResults, FakeVideos
from worker.bootstrap import Worker
from worker.domain.media import AudioFilter
from worker.pipelines import Options, run_pipeline
from worker.pipelines.summarize_video import SummaryOptions
from worker.ports import Ports
from worker.processing import Processor

if TYPE_CHECKING:
    from worker.domain.jobs import Job
    from worker.domain.results import Result
    from worker.workspace import Workspace

MAX_RECEIVES = 5


def change_processor(worker: Worker, **changes: Any) -> Worker:
    """The same worker with other parts in its processor."""
    assert worker.processor is not None
    return replace(worker, processor=replace(worker.processor, **changes))


@dataclass
class Stage:
    """All the fakes, and a handler around them. Messages are delivered with `deliver`, other events with `invoke`."""

    videos: FakeVideos = field(default_factory=FakeVideos)
    extractor: FakeExtractor = field(default_factory=FakeExtractor)
    recogniser: FakeRecogniser = field(default_factory=FakeRecogniser)
    model: FakeModel = field(default_factory=FakeModel)
    results: FakeResults = field(default_factory=FakeResults)
    backend: FakeBackend = field(default_factory=FakeBackend)
    queue: FakeQueue = field(default_factory=FakeQueue)
    max_video_bytes: int = 2**31

    def deliver(self, *bodies: object, receive: int = 1, context: Context | None = None) -> list[str]:
        """Deliver messages m1, m2, ... in one batch; returns the ids that are reported as failed."""
        records = [sqs_record(body, receive_count=receive, message_id=f"m{i + 1}") for i, body in enumerate(bodies)]
        answer = self.invoke(sqs_batch(*records), context)
        return [failed["itemIdentifier"] for failed in answer["batchItemFailures"]]

    def invoke(self, event: dict[str, Any], context: Context | None = None) -> dict[str, Any]:
        """Call the handler as Lambda does."""
        return app.make_handler(lambda _: self.worker())(event, context or Context())  # type: ignore[arg-type] - the part of Lambda's context that is read

    def worker(self) -> Worker:
        """The worker that `bootstrap` would make, around the fakes."""
        ports = Ports(self.videos, self.extractor, self.recogniser, self.model, self.results)
        options = Options(SummaryOptions("Summarise.", AudioFilter.SPEECH, self.max_video_bytes, 2))

        def run(job: Job, workspace: Workspace) -> Result:
            return run_pipeline(job, ports, options, workspace)

        processor = Processor(self.videos, self.results, self.backend, run, BUCKET, 30)
        return Worker(processor, self.queue, MAX_RECEIVES)
