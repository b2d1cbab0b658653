"""CLOVA Speech, imitated, and the world in which a job waits for it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import pytest

from tests.builders import a_job
from tests.fakes.summary import FakeExtractor, FakeModel, FakeRecogniser, FakeResults, FakeVideos
from worker.jobs.deadline import Deadline
from worker.jobs.errors import JobError
from worker.jobs.not_ready import NotReady
from worker.jobs.workspace import open_workspace
from worker.speech.audio import AudioFilter
from worker.speech.calls import Capacity
from worker.speech.engines import Engine
from worker.speech.long_form.long_form import LongForm
from worker.speech.long_form.waits import Waits
from worker.speech.transcript import Segment, Speaker, Word
from worker.tasks.summary.options import SummaryOptions
from worker.tasks.summary.ports import Ports
from worker.tasks.summary.result import Result
from worker.tasks.summary.wiring import make_pipeline

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from worker.jobs.price import CallPrice

T = TypeVar("T")

SEGMENTS = (
    Segment(1, 1.0, 3.0, "안녕하세요 여러분", (), (Word(1.5, 2.0, "안녕하세요"), Word(2.1, 2.5, "여러분")), "1"),
)


@dataclass
class FakeLongForm:
    """Gives a token to every recording; `looks` are its answers, and then each is the result."""

    looks: deque[bytes | JobError | None] = field(default_factory=deque[bytes | JobError | None])
    default_language: str = "ko-KR"
    speakers: bool = False
    error: JobError | None = None
    submitted: list[tuple[bytes, str]] = field(default_factory=list[tuple[bytes, str]])
    looked: list[str] = field(default_factory=list[str])
    segments: tuple[Segment, ...] = SEGMENTS
    voices: tuple[Speaker, ...] = (Speaker("1", "A"),)

    def submit(self, flac: Path, language: str, deadline: Deadline) -> str:
        self.submitted.append((flac.read_bytes(), language))
        if self.error:
            raise self.error
        return f"token-{len(self.submitted)}"

    def look(self, token: str, deadline: Deadline) -> bytes | None:
        self.looked.append(token)
        answer = self.looks.popleft() if self.looks else b"{}"
        if isinstance(answer, JobError):
            raise answer
        return answer

    def read(self, raw: bytes) -> tuple[tuple[Segment, ...], tuple[Speaker, ...]]:
        return self.segments, self.voices


class Patience:
    """A clock (seconds since 1970) on which sleeping takes no time."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class FakeCheckpoints:
    """What a job keeps, in memory; `unsaved` names what cannot be saved the first time."""

    kept: dict[str, bytes] = field(default_factory=dict[str, bytes])
    unsaved: set[str] = field(default_factory=set[str])
    supersedes: str | None = None

    def load(self, name: str) -> bytes | None:
        return self.kept.get(name)

    def save(self, name: str, body: bytes) -> bool:
        if name in self.unsaved:
            self.unsaved.remove(name)
            return False
        self.kept[name] = body
        return True

    def refuse_superseded(self) -> None:
        pass

    def note_progress(self) -> None:
        pass

    def pay(
        self, stage: str, name: str, call: Callable[[], T], dump: Callable[[T], bytes], price: CallPrice[T]
    ) -> tuple[T, bool]:
        answer = call()
        return answer, self.save(name, dump(answer))


@dataclass
class Waiting:
    """A summary's job over several deliveries; each runs it from its location to its result."""

    videos: FakeVideos = field(default_factory=lambda: FakeVideos(engine="speech"))
    extractor: FakeExtractor = field(default_factory=FakeExtractor)
    recogniser: FakeLongForm = field(default_factory=FakeLongForm)
    model: FakeModel = field(default_factory=FakeModel)
    checkpoints: FakeCheckpoints = field(default_factory=FakeCheckpoints)
    clock: Patience = field(default_factory=Patience)
    most_seconds: float | None = None
    engine: Engine = Engine.CSR

    def deliver(self, seconds: float = 600) -> Result:
        """Run the job once, with so much time."""
        waits = Waits(self.most_seconds, self.clock, self.clock.sleep)
        long_form = LongForm(self.recogniser, self.extractor, waits)
        ports = Ports(self.videos, self.extractor, FakeRecogniser(), self.model, FakeResults(), long_form)
        pipeline = make_pipeline(
            ports, SummaryOptions("Summarise.", AudioFilter.SPEECH, 1000, Capacity(2), engine=self.engine)
        )
        deadline = Deadline.after(seconds)
        located = pipeline.locate(a_job().named("m1"), self.checkpoints, deadline)
        with open_workspace(deadline) as workspace:
            ending = pipeline.run(located, self.checkpoints, workspace)
        assert isinstance(ending, Result)
        return ending

    def wait(self) -> NotReady:
        """A delivery that ends in waiting; the clock goes on as long as it asks for."""
        with pytest.raises(NotReady) as caught:
            self.deliver()
        self.clock.sleep(caught.value.delay)
        return caught.value

    def fail(self) -> JobError:
        """A delivery that ends in a failure."""
        with pytest.raises(JobError) as caught:
            self.deliver()
        return caught.value
