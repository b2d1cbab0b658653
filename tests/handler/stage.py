"""A handler whose world is fake: what goes in as an event, and what came of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import app
from tests.builders import BUCKET, Context, sqs_batch, sqs_record
from tests.fakes.delivery import FakeArtefacts, FakeBackend, FakeLedger, FakeQueue
from tests.fakes.mixing import FakeTracks
from tests.fakes.summary import FakeExtractor, FakeModel, FakeRecogniser, FakeResults, FakeVideos
from worker.adapters.ffmpeg import FfmpegProgram
from worker.bootstrap import Worker
from worker.delivery.attempt import Attempts
from worker.delivery.checkpoints import JobCheckpoints
from worker.delivery.claiming import Claims
from worker.delivery.heartbeat import Heart
from worker.delivery.lease import Clock, Tenure
from worker.delivery.ledger.due import Patience
from worker.delivery.ledger.resend_schedule import Resending
from worker.delivery.outbox import Teller
from worker.delivery.processor import Processor
from worker.delivery.sweeper import Sweeper
from worker.jobs.task import Task
from worker.speech.audio import AudioFilter
from worker.speech.calls import Capacity
from worker.tasks.dispatch import CatalogTask, Tasks, run_pipeline
from worker.tasks.segment_mix.adapters.mixing.loading import LoadingMixer
from worker.tasks.segment_mix.fencing import fence
from worker.tasks.segment_mix.ports import MixPorts
from worker.tasks.summary.pipeline import SummaryOptions
from worker.tasks.summary.ports import Ports
from worker.tasks.summary.wiring import resume

if TYPE_CHECKING:
    from worker.jobs.ending import Ending
    from worker.jobs.job import Job
    from worker.jobs.workspace import Workspace

MAX_RECEIVES = 5
LEASE, BEAT = 180.0, 60.0
SILENCE = 5400.0


def change_processor(worker: Worker, **changes: Any) -> Worker:
    """The same worker with other parts in its processor."""
    assert worker.processor is not None
    return replace(worker, processor=replace(worker.processor, **changes))


def change_attempts(worker: Worker, **changes: Any) -> Worker:
    """The same worker, whose attempts differ in these fields."""
    assert worker.processor is not None
    return change_processor(worker, attempts=replace(worker.processor.attempts, **changes))


@dataclass
class Stage:
    """All the fakes, and a handler around them. Messages are delivered with `deliver`, other events with `invoke`."""

    videos: FakeVideos = field(default_factory=FakeVideos)
    extractor: FakeExtractor = field(default_factory=FakeExtractor)
    recogniser: FakeRecogniser = field(default_factory=FakeRecogniser)
    model: FakeModel = field(default_factory=FakeModel)
    tracks: FakeTracks = field(default_factory=FakeTracks)
    results: FakeResults = field(default_factory=FakeResults)
    backend: FakeBackend = field(default_factory=FakeBackend)
    queue: FakeQueue = field(default_factory=FakeQueue)
    artefacts: FakeArtefacts = field(default_factory=FakeArtefacts)
    ledger: FakeLedger = field(default_factory=FakeLedger)
    clock: Clock = time.time
    max_video_bytes: int = 2**31
    ffmpeg: str = "ffmpeg"
    catalog: CatalogTask | None = None
    task: Task = Task.SUMMARY

    def deliver(
        self, *bodies: object, receive: int = 1, sent_at: float = 0.0, context: Context | None = None
    ) -> list[str]:
        """Deliver messages m1, m2, ... in one batch; returns the ids that are reported as failed.

        Jobs that are new to the ledger have failed at every receive before this one.
        """
        records = [sqs_record(body, receive_count=receive, message_id=f"m{i + 1}") for i, body in enumerate(bodies)]
        for record in records:
            record["attributes"]["SentTimestamp"] = str(round(sent_at * 1000))
            self.ledger.remember_failures(record["body"], BUCKET, receive - 1, self.task)
        answer = self.invoke(sqs_batch(*records), context)
        return [failed["itemIdentifier"] for failed in answer["batchItemFailures"]]

    def sweep(self, context: Context | None = None) -> int:
        """Run the sweep as its schedule does; returns how many entries it looked at."""
        return app.make_sweep(lambda _: self.sweeper())({}, context or Context())["swept"]  # type: ignore[arg-type] - as in `invoke`

    def invoke(self, event: dict[str, Any], context: Context | None = None) -> dict[str, Any]:
        """Call the handler as Lambda does."""
        return app.make_handler(lambda _: self.worker())(event, context or Context())  # type: ignore[arg-type] - the part of Lambda's context that is read

    @property
    def statuses(self) -> list[object]:
        """What the backend was told, in order."""
        return [body["status"] for body in self.backend.bodies]

    def worker(self) -> Worker:
        """The worker that `bootstrap` would make, around the fakes."""
        ports = Ports(self.videos, self.extractor, self.recogniser, self.model, self.results)
        mix = MixPorts(self.tracks, LoadingMixer(FfmpegProgram(self.ffmpeg)), self.backend)
        options = SummaryOptions("Summarise.", AudioFilter.SPEECH, self.max_video_bytes, Capacity(2))

        def run(job: Job, tenure: Tenure, workspace: Workspace) -> Ending:
            summary = (resume(ports, JobCheckpoints(self.artefacts, job, tenure)), options)
            tasks = Tasks(summary, self.catalog, fence(mix, tenure))
            return run_pipeline(job, tasks, workspace, tenure.entry.supersedes)

        claims = Claims(self.ledger, self.artefacts, LEASE, self._now)
        heart = Heart(self.queue, BEAT, LEASE)
        teller = self._teller()
        attempts = Attempts(self.videos, teller, run, 30, MAX_RECEIVES)
        processor = Processor(claims, heart, attempts, teller, BUCKET, 30, self.task)
        return Worker(processor, self.queue, MAX_RECEIVES)

    def sweeper(self) -> Sweeper:
        """The sweeper that `bootstrap` would make, around the fakes."""
        return Sweeper(
            Claims(self.ledger, self.artefacts, LEASE, self._now),
            self._teller(),
            BUCKET,
            Patience(SILENCE, MAX_RECEIVES),
        )

    def _now(self) -> float:
        return self.clock()

    def _teller(self) -> Teller:
        resending = Resending(jitter=lambda: 0.0)
        return Teller(self.results, self.artefacts, self.backend, self._now, resending)
