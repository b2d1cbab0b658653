"""A paid call stands in the ledger from before it is made until its answer is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.builders import s3_message
from tests.fakes.delivery import FakeLedger
from tests.fakes.summary import FakeModel, FakeRecogniser
from tests.handler.ledger_states import entry_of
from tests.handler.stage import LEASE, Stage
from worker.jobs.errors import LEDGER_UNAVAILABLE, RESULT_UNAVAILABLE, STT_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from tests.conftest import LogLines
    from worker.delivery.ledger.entry import Entry
    from worker.jobs.deadline import Deadline
    from worker.llm.model import ModelAnswer, ModelRequest
    from worker.speech.audio import SpeechClip
    from worker.speech.transcript import Recognition

SERVICES = pytest.mark.parametrize("service", ["STT", "LLM"])


class KilledError(BaseException):
    """Stands for a SIGKILL: nothing of ours catches it."""


@dataclass
class Watched:
    """What happens while a paid call is in the air; once, for the service that is named."""

    service: str
    happens: Callable[[], object]
    pending: bool = True

    def reach(self, service: str) -> None:
        if self.pending and service == self.service:
            self.pending = False
            self.happens()


@dataclass
class WatchedRecogniser(FakeRecogniser):
    watched: Watched = field(default_factory=lambda: Watched("", print))

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        self.watched.reach("STT")
        return super().recognise(clip, language, deadline)


@dataclass
class WatchedModel(FakeModel):
    watched: Watched = field(default_factory=lambda: Watched("", print))

    def answer(self, request: ModelRequest, deadline: Deadline) -> ModelAnswer:
        self.watched.reach("LLM")
        return super().answer(request, deadline)


@dataclass
class Clock:
    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stage(clock: Clock) -> Stage:
    return Stage(clock=clock)


def watch(stage: Stage, service: str, happens: Callable[[], object]) -> None:
    watched = Watched(service, happens)
    stage.recogniser, stage.model = WatchedRecogniser(watched=watched), WatchedModel(watched=watched)


def die() -> None:
    raise KilledError


def kill_at(stage: Stage, service: str, clock: Clock) -> None:
    """Let a worker die while its call is in the air, and its lease run out."""
    watch(stage, service, die)
    with pytest.raises(KilledError):
        stage.deliver(s3_message())
    clock.now += 2 * LEASE


@SERVICES
def test_a_call_stands_in_the_ledger_while_it_is_made_and_no_longer(stage: Stage, service: str) -> None:
    seen: list[tuple[str, ...]] = []
    watch(stage, service, lambda: seen.append(entry_of(stage).pending_calls))

    stage.deliver(s3_message())

    [[call]] = seen
    assert call.startswith(service.lower())
    assert entry_of(stage).pending_calls == ()


@SERVICES
def test_a_call_that_a_dead_worker_left_in_the_air_is_counted_when_it_is_made_again(
    stage: Stage, service: str, clock: Clock, log_lines: LogLines, capsys: pytest.CaptureFixture[str]
) -> None:
    kill_at(stage, service, clock)

    assert stage.deliver(s3_message(), receive=2) == []
    assert f'"stage":"{service}","PaidCallRepeated":[1.0]' in capsys.readouterr().out
    assert [line["stage"] for line in log_lines.lines].count(f"{service}_REPEATED") == 1
    assert stage.statuses == ["DONE"]


def test_it_is_counted_once(stage: Stage, clock: Clock, log_lines: LogLines) -> None:
    kill_at(stage, "STT", clock)
    stage.deliver(s3_message(), receive=2)

    assert (entry_of(stage).pending_calls, entry_of(stage).orphaned_calls) == ((), ())
    assert log_lines.text.count("STT_REPEATED") == 1


def test_a_call_that_failed_was_not_lost(stage: Stage, log_lines: LogLines) -> None:
    stage.recogniser.error = JobError(STT_UNAVAILABLE, "STT", "503.")
    stage.deliver(s3_message())
    stage.recogniser.error = None

    assert stage.deliver(s3_message(), receive=2) == []
    assert "STT_REPEATED" not in log_lines.text


def test_a_call_that_failed_after_it_may_have_been_taken_may_be_paid_for_twice(
    stage: Stage, log_lines: LogLines
) -> None:
    stage.recogniser.error = JobError(STT_UNAVAILABLE, "STT", "no answer.", perhaps_heard=True)
    stage.deliver(s3_message())
    stage.recogniser.error = None

    assert stage.deliver(s3_message(), receive=2) == []
    assert log_lines.text.count("STT_REPEATED") == 1


def test_an_answer_that_could_not_be_kept_is_lost(stage: Stage, log_lines: LogLines) -> None:
    stage.artefacts.error = JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")
    stage.deliver(s3_message())
    stage.artefacts.error = None

    assert stage.deliver(s3_message(), receive=2) == []
    assert "STT_REPEATED" in log_lines.text


class Refusing(FakeLedger):
    """Does not store what changes the calls in the air in a certain way."""

    def __init__(self, refuses: Callable[[tuple[str, ...], tuple[str, ...]], bool]) -> None:
        super().__init__()
        self._refuses = refuses

    def write(self, entry: Entry) -> None:
        before = next((found.pending_calls for found in self.read(entry.job_id)), ())
        if self._refuses(before, entry.pending_calls):
            raise JobError(LEDGER_UNAVAILABLE, "LEDGER", "no answer.")
        super().write(entry)


@SERVICES
def test_a_call_that_cannot_be_noted_is_not_made(stage: Stage, service: str) -> None:
    stage.ledger = Refusing(lambda _, after: any(call.startswith(service.lower()) for call in after))

    assert stage.deliver(s3_message()) == ["m1"]
    assert len(stage.recogniser.languages) == (service == "LLM")
    assert stage.model.asked == []


def test_a_call_that_cannot_be_struck_off_fails_nothing(stage: Stage) -> None:
    stage.ledger = Refusing(lambda before, after: len(after) < len(before))

    assert stage.deliver(s3_message()) == []
    assert stage.statuses == ["DONE"]
