from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Barrier, BrokenBarrierError
from typing import TYPE_CHECKING, Any

import app
from tests.builders import BUCKET, Context, s3_message, s3_record, sqs_batch, sqs_record
from tests.fakes.summary import FakeRecogniser, FakeVideos
from tests.handler.stage import LEASE, Stage, change_processor
from worker.bootstrap.tasks import make_intake
from worker.delivery.heartbeat import Heartbeat
from worker.delivery.ledger.entry import Entry, StaleEntryError
from worker.delivery.messages import read_message
from worker.jobs.errors import STT_OUT_OF_TIME, JobError
from worker.jobs.source import Declared
from worker.tasks.summary.job import SummaryJob
from worker.telemetry.log import logger

if TYPE_CHECKING:
    import pytest

    from tests.conftest import LogLines
    from tests.fakes.delivery import FakeLedger
    from tests.handler.world import World
    from worker.jobs.deadline import Deadline
    from worker.jobs.source import Source
    from worker.speech.audio import SpeechClip
    from worker.speech.transcript import Recognition

SOON = 10.0
"""Seconds that a test waits for something that happens at once."""

KEYS = ("videos/1/a.mp4", "videos/2/b.mp4", "videos/3/c.mp4")
BATCH = [s3_message(s3_record(key)) for key in KEYS]


@dataclass
class Meeting(FakeRecogniser):
    """Hears nothing before as many clips are there, and says so in the log."""

    barrier: Barrier = field(default_factory=lambda: Barrier(len(KEYS)))

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        self.barrier.wait(SOON)
        logger.info("heard", stage="HEARD")
        return super().recognise(clip, language, deadline)


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_records_of_a_batch_are_worked_on_side_by_side(stage: Stage) -> None:
    stage.recogniser = Meeting()

    assert stage.deliver(*BATCH) == []
    assert stage.statuses == ["DONE"] * len(KEYS)


def test_every_line_of_jobs_side_by_side_says_whose_it_is(stage: Stage, log_lines: LogLines) -> None:
    stage.recogniser = Meeting()

    stage.deliver(*BATCH)

    for key in KEYS:
        stages = [line["stage"] for line in log_lines.lines if line.get("s3_key") == key]
        assert (stages[0], stages.count("HEARD"), stages[-1]) == ("JOB_START", 1, "JOB_DONE")
    assert len({line["job_id"] for line in log_lines.lines if line["stage"] == "HEARD"}) == len(KEYS)


def test_jobs_side_by_side_are_counted_one_by_one(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    stage.recogniser = Meeting()

    stage.deliver(*BATCH)

    jobs = [line for line in printed(capsys) if "JobDone" in line]
    assert [(job["JobAttempt"], job["JobDone"], job["BilledSttSeconds"]) for job in jobs] == [([1], [1], [15])] * 3


def test_one_job_that_fails_leaves_the_others_of_its_batch_alone(stage: Stage) -> None:
    stage.videos.missing = {KEYS[1]}

    assert stage.deliver(BATCH[0], BATCH[1], "no message", BATCH[2]) == ["m3"]
    assert sorted(map(str, stage.statuses)) == ["DONE", "DONE", "FAILED"]


def test_a_message_that_is_done_with_stays_hidden_until_the_slowest_of_its_batch_is(stage: Stage) -> None:
    stage.deliver(*BATCH, context=Context(remaining=(500.0,)))

    until_the_end = {receipt for receipt, seconds in stage.queue.extended if seconds == 500}
    assert until_the_end == {"receipt-m1", "receipt-m2", "receipt-m3"}


def test_real_adapters_are_shared_by_the_jobs_of_a_batch(world: World) -> None:
    messages = [world.upload() for _ in range(4)]
    told = len(world.services.backend.accepted)

    answer = world.invoke(sqs_batch(*[sqs_record(body, message_id=f"m{at}") for at, body in enumerate(messages)]))

    assert answer == {"batchItemFailures": []}
    assert [callback.body["status"] for callback in world.services.backend.accepted[told:]] == ["DONE"] * 4


class Overtaken(FakeRecogniser):
    """While it hears English, another worker takes the job, until nothing more is wanted of this one."""

    def __init__(self, ledger: FakeLedger) -> None:
        super().__init__()
        self.ledger = ledger
        self.called_off = False

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        if language != "Eng":
            return super().recognise(clip, language, deadline)
        until = time.monotonic() + SOON
        while self.ledger.read("a")[0].stage != "STT" and time.monotonic() < until:
            time.sleep(0.01)
        self._take_over()
        while deadline.left() and time.monotonic() < until:
            time.sleep(0.01)
        self.called_off = not deadline.left()
        raise JobError(STT_OUT_OF_TIME, "STT", "no time was left.")

    def _take_over(self) -> None:
        while True:
            with suppress(StaleEntryError):  # a beat was faster
                self.ledger.write(self.ledger.read("a")[0].claimed(time.time() + LEASE, LEASE))
                return


class Bilingual(FakeVideos):
    """The first video is English."""

    def locate(self, source: Source, deadline: Deadline) -> tuple[Source, Declared]:
        located, _ = super().locate(source, deadline)
        return located, Declared("Eng" if source.key == KEYS[0] else "Kor")


def test_a_job_that_another_worker_has_taken_ends_and_the_others_go_on(stage: Stage) -> None:
    stage.videos, stage.recogniser = Bilingual(), (overtaken := Overtaken(stage.ledger))
    worker = change_processor(stage.worker(), heartbeat=Heartbeat(stage.queue, 0.01, LEASE))
    event = sqs_batch(*[sqs_record(body, message_id=f"m{number}") for number, body in enumerate(BATCH[:2])])

    answer = app.make_handler(lambda _: worker)(event, Context())  # type: ignore[arg-type] - the part of Lambda's context that is read

    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert (stage.statuses, overtaken.called_off) == (["DONE"], True)


@dataclass
class Passing(FakeRecogniser):
    """Hears a clip once no other comes within a moment; `met` is whether one did."""

    barrier: Barrier = field(default_factory=lambda: Barrier(2))
    met: bool = False

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        try:
            self.barrier.wait(0.3)
            self.met = True
        except BrokenBarrierError:
            self.barrier.reset()
        return super().recognise(clip, language, deadline)


def lose_worker(stage: Stage, body: object) -> None:
    """A worker died in the stage STT of a message's job, and its lease is over."""
    for job in read_message(json.dumps(body), make_intake(BUCKET, "summary")):
        assert isinstance(job, SummaryJob)
        claimed = Entry.fresh(job.named(""), 0.0).claimed(time.time() - 2 * LEASE, LEASE)
        stage.ledger.write(claimed)
        stage.ledger.write(claimed.stage_began("STT", time.time() - 2 * LEASE, LEASE))


def test_the_jobs_of_a_worker_that_died_are_then_worked_on_one_by_one(stage: Stage) -> None:
    stage.recogniser = passing = Passing()
    for body in BATCH[:2]:
        lose_worker(stage, body)

    assert stage.deliver(*BATCH[:2]) == []
    assert (passing.met, stage.statuses) == (False, ["DONE"] * 2)


def test_a_job_that_waits_to_be_alone_comes_back_should_its_worker_die_again(stage: Stage) -> None:
    for body in BATCH[:2]:
        lose_worker(stage, body)

    stage.deliver(*BATCH[:2], context=Context(remaining=(500.0,)))

    hidden = [seconds for _, seconds in stage.queue.extended]
    assert 497 in hidden
