"""Jobs that a person cancels: nothing is begun or paid for any more, and the backend hears it once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import BUCKET, a_delivery, a_job, a_mix_message, s3_message, s3_record
from tests.fakes.summary import AGAIN, FakeExtractor, FakeModel, FakeRecogniser
from tests.handler.ledger_states import NOW, claimed, entry_of, failed, keep, killed
from tests.handler.stage import LEASE, Stage
from tests.handler.waits import WaitingStage
from worker.delivery.claiming import Claims
from worker.delivery.lease import Lease
from worker.jobs.errors import FFMPEG_OUT_OF_TIME, LLM_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from worker.delivery.checkpoints import JobCheckpoints
    from worker.delivery.ledger.entry import Entry
    from worker.jobs.deadline import Deadline
    from worker.jobs.ending import Ending
    from worker.jobs.job import Job
    from worker.jobs.task import Pipeline
    from worker.jobs.workspace import Workspace
    from worker.llm.model import ModelAnswer, ModelRequest
    from worker.speech.audio import SpeechClip
    from worker.speech.transcript import Recognition

pytestmark = pytest.mark.usefixtures("stopped_clock")


def cancel(stage: Stage) -> None:
    """What `make cancel` writes."""
    stage.ledger.write(entry_of(stage).cancelled(NOW))


def cancelled(entry: Entry) -> Entry:
    return entry.cancelled(NOW)


def out_of_time(entry: Entry) -> Entry:
    return entry.yielded(NOW - 50)


def codes(stage: Stage) -> list[object]:
    return [body.get("error_code", body["status"]) for body in stage.backend.bodies]


@dataclass
class CancelledOnce(FakeRecogniser):
    """Answers, and a person cancels the job meanwhile."""

    act: Callable[[], None] | None = None

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        answer = super().recognise(clip, language, deadline)
        if self.act:
            self.act()
            self.act = None
        return answer


@dataclass
class CancelledWhileAsked(FakeModel):
    act: Callable[[], None] | None = None

    def answer(self, request: ModelRequest, deadline: Deadline) -> ModelAnswer:
        if self.act:
            self.act()
        return super().answer(request, deadline)


def test_a_job_that_is_cancelled_while_a_worker_holds_it_pays_for_nothing_more(stage: Stage) -> None:
    stage.extractor = FakeExtractor(pcm=AGAIN)
    stage.recogniser = CancelledOnce(act=lambda: cancel(stage))

    assert stage.deliver(s3_message()) == []

    assert (codes(stage), len(stage.recogniser.languages), stage.model.asked) == (["JOB_CANCELLED"], 1, [])
    assert entry_of(stage).finished


@pytest.mark.parametrize("error", [None, JobError(LLM_UNAVAILABLE, "LLM", "503.")], ids=["it succeeds", "it fails"])
def test_a_job_that_is_cancelled_during_its_last_call_ends_as_cancelled(stage: Stage, error: JobError | None) -> None:
    stage.model = CancelledWhileAsked(act=lambda: cancel(stage), error=error)

    stage.deliver(s3_message())
    stage.sweep()

    assert codes(stage) == ["JOB_CANCELLED"]
    assert stage.deliver(s3_message(), receive=2) == []
    assert codes(stage) == ["JOB_CANCELLED"]


@pytest.mark.parametrize(
    "steps",
    [
        (claimed(100), failed(50), cancelled),
        (claimed(100), out_of_time, cancelled),
        (killed(LEASE + 1), cancelled),
    ],
    ids=["between attempts", "out of time", "its worker died"],
)
def test_a_job_that_nobody_holds_is_ended_by_the_sweep_and_its_message_is_acknowledged(
    stage: Stage, steps: tuple[Callable[[Entry], Entry], ...]
) -> None:
    keep(stage, *steps)

    assert stage.sweep() == 1

    assert codes(stage) == ["JOB_CANCELLED"]
    assert stage.deliver(s3_message(), receive=2) == []
    assert (codes(stage), stage.videos.fetched, stage.sweep()) == (["JOB_CANCELLED"], [], 0)


def test_a_cancelled_job_whose_message_comes_before_the_sweep_is_ended_by_it(stage: Stage) -> None:
    keep(stage, claimed(100), failed(50), cancelled)

    assert stage.deliver(s3_message(), receive=2) == []

    assert (codes(stage), stage.videos.fetched, stage.sweep()) == (["JOB_CANCELLED"], [], 0)


def test_a_cancelled_job_is_left_to_the_worker_that_holds_it(stage: Stage) -> None:
    keep(stage, claimed(10), cancelled)

    assert (stage.sweep(), codes(stage)) == (0, [])


def test_a_heartbeat_finds_that_its_job_was_cancelled_and_calls_its_work_off(stage: Stage) -> None:
    lease = Claims(stage.ledger, stage.artefacts, LEASE, stage.clock).claim(a_job().named("m1"), a_delivery())
    assert isinstance(lease, Lease)
    cancel(stage)
    assert not lease.cancelled.is_set()

    lease.renew()

    assert lease.cancelled.is_set()
    with pytest.raises(JobError) as caught:
        lease.begin_stage("LLM")
    assert caught.value.code == "JOB_CANCELLED"


@dataclass
class CancelledAtWork(Stage):
    """A person cancels the job while it is worked on, and a heartbeat finds it."""

    left: list[float] = field(default_factory=list[float])

    def pipelines(self) -> dict[str, Pipeline[Any]]:
        found = super().pipelines()
        return {**found, "summary": replace(found["summary"], run=self.work)}

    def work(self, _: Job, checkpoints: Any, workspace: Workspace) -> Ending:
        cancel(self)
        checkpoints.lease.renew()
        self.left.append(workspace.deadline.left())
        raise JobError(FFMPEG_OUT_OF_TIME, "FFMPEG", "no time was left.")


def test_work_that_is_called_off_since_its_job_was_cancelled_ends_it_at_once() -> None:
    stage = CancelledAtWork(clock=lambda: NOW)

    assert stage.deliver(s3_message()) == []

    assert (codes(stage), stage.left, stage.queue.sent) == (["JOB_CANCELLED"], [0.0], [])


def test_a_redrive_of_a_cancelled_job_runs_nothing(stage: Stage) -> None:
    keep(stage, claimed(100), failed(50), cancelled)
    stage.sweep()

    assert stage.deliver(s3_message(), sent_at=NOW + 1000) == []

    assert (codes(stage), stage.videos.fetched) == (["JOB_CANCELLED"], [])


def test_a_new_upload_after_a_cancelled_one_is_another_job(stage: Stage) -> None:
    keep(stage, claimed(100), failed(50), cancelled)
    stage.sweep()

    stage.deliver(s3_message(s3_record(versionId="newer", sequencer="0055AED6DCD90281E6")))

    assert codes(stage) == ["JOB_CANCELLED", "DONE"]


def test_an_order_that_is_given_again_after_it_was_cancelled_runs(stage: Stage) -> None:
    order = a_mix_message()
    stage.ledger.remember_failures(json.dumps(order), BUCKET, failures=1)
    [entry] = stage.ledger.read("job-7")
    stage.ledger.write(entry.cancelled(NOW))
    stage.sweep()
    ended = end_of(stage)

    stage.deliver(order, sent_at=NOW + 100)

    assert (ended, end_of(stage)) == ("JOB_CANCELLED", "S3_DOWNLOAD_FAILED")


def end_of(stage: Stage) -> str:
    """The code of the order, whose files are not there."""
    [entry] = stage.ledger.read("job-7")
    assert entry.outcome is not None
    assert entry.outcome.failure is not None
    return entry.outcome.failure.code


def test_a_job_that_is_cancelled_while_it_asks_whether_its_wait_is_over_is_ended_by_its_worker() -> None:
    class CancelledStage(WaitingStage):
        def look(self, checkpoints: JobCheckpoints) -> None:
            cancel(self)
            checkpoints.lease.renew()

    stage = CancelledStage(early=1)

    assert stage.deliver(s3_message()) == []
    assert codes(stage) == ["JOB_CANCELLED"]
