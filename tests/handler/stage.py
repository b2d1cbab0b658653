"""A handler whose world is fake: what goes in as an event, and what came of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import app
from tests.builders import BUCKET, Context, sqs_batch, sqs_record
from tests.fakes.delivery import FakeArtefacts, FakeBackend, FakeLedger, FakeQueue
from tests.fakes.summary import FakeExtractor, FakeModel, FakeRecogniser, FakeResults, FakeVideos
from tests.tasks.segment_mix.fakes import FakeTracks
from worker.adapters.ffmpeg import FfmpegProgram
from worker.adapters.services import Services
from worker.bootstrap.workers import Timing, Worker, compose, compose_sweeper
from worker.delivery.lease import Clock
from worker.settings.worker import WorkerSettings
from worker.speech.audio import AudioFilter
from worker.speech.calls import Capacity
from worker.tasks.segment_mix import wiring as segment_mix
from worker.tasks.segment_mix.adapters.mixing.loading import LoadingMixer
from worker.tasks.segment_mix.ports import MixPorts
from worker.tasks.summary import wiring as summary
from worker.tasks.summary.options import SummaryOptions
from worker.tasks.summary.ports import Ports

if TYPE_CHECKING:
    from worker.delivery.sweeper import Sweeper
    from worker.jobs.task import Pipeline

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


def change_pipelines(worker: Worker, **pipelines: Pipeline[Any]) -> Worker:
    """The same worker with other pipelines of these tasks."""
    assert worker.processor is not None
    return change_attempts(worker, pipelines={**worker.processor.attempts.pipelines, **pipelines})


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
    video_task: str = "summary"
    budget: float = 0.0

    def deliver(
        self, *bodies: object, receive: int = 1, sent_at: float = 0.0, context: Context | None = None
    ) -> list[str]:
        """Deliver messages m1, m2, ... in one batch; returns the ids that are reported as failed.

        Jobs that are new to the ledger have failed at every receive before this one.
        """
        records = [sqs_record(body, receive_count=receive, message_id=f"m{i + 1}") for i, body in enumerate(bodies)]
        for record in records:
            record["attributes"]["SentTimestamp"] = str(round(sent_at * 1000))
            self.ledger.remember_failures(record["body"], BUCKET, receive - 1, self.video_task)
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
        """The worker that `bootstrap` makes, around the fakes."""
        return compose(self._settings, self.services, self.pipelines(), self.video_task, self._timing)

    def sweeper(self) -> Sweeper:
        """The sweeper that `bootstrap` makes, around the fakes."""
        return compose_sweeper(self._settings, self.services, self._timing)

    def pipelines(self) -> dict[str, Pipeline[Any]]:
        """The tasks that have settings here, by their names."""
        ports = Ports(self.videos, self.extractor, self.recogniser, self.model, self.results)
        options = SummaryOptions("Summarise.", AudioFilter.SPEECH, self.max_video_bytes, Capacity(2))
        mix = MixPorts(self.tracks, LoadingMixer(self.services.ffmpeg), self.backend)
        return {"summary": summary.make_pipeline(ports, options), "segment_mix": segment_mix.make_pipeline(mix)}

    @property
    def services(self) -> Services:
        """The fakes of what every task speaks to."""
        return Services(self.videos, self.artefacts, self.ledger, self.backend, self.queue, FfmpegProgram(self.ffmpeg))

    def _now(self) -> float:
        return self.clock()

    @property
    def _timing(self) -> Timing:
        return Timing(self._now, jitter=lambda: 0.0)

    @property
    def _settings(self) -> WorkerSettings:
        named = {"VIDEO_BUCKET_NAME": BUCKET, "APP_ENV": "dev", "LEASE_SECONDS": LEASE, "HEARTBEAT_SECONDS": BEAT}
        return WorkerSettings.model_validate(
            {
                **named,
                "BUDGET_KRW_PER_DAY": self.budget,
                "JOB_SILENCE_SECONDS": SILENCE,
                "MAX_RECEIVE_COUNT": MAX_RECEIVES,
                "RETRY_BASE_SECONDS": 30,
            }
        )
