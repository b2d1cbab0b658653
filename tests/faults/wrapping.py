"""The ports of a worker, each telling a trap of the boundaries that a job crosses there."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tests.faults.fault import Point, Side
from tests.faults.trap import Trap
from worker.delivery.ports import Artefacts, Ledger
from worker.jobs.ports import Backend
from worker.speech.audio import Recording
from worker.tasks.summary.ports import Ports, Results
from worker.video.video import Videos

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from worker.adapters.services import Services
    from worker.delivery.ledger.entry import Entry, EntryName
    from worker.delivery.ledger.precedence import Newest
    from worker.jobs.deadline import Deadline
    from worker.jobs.ending import Callback
    from worker.jobs.job import Job
    from worker.jobs.source import Declared, Source
    from worker.llm.model import LanguageModel, ModelAnswer, ModelRequest
    from worker.speech.audio import Decoded, SpeechClip
    from worker.speech.listening import Listening
    from worker.speech.ports import AudioExtractor, SpeechRecogniser
    from worker.speech.transcript import Recognition
    from worker.tasks.summary.result import Result
    from worker.video.video import Video


def wrap_services(services: Services, trap: Trap) -> Services:
    """The same services around a trap."""
    return replace(
        services,
        videos=TrappedVideos(services.videos, trap),
        artefacts=TrappedArtefacts(services.artefacts, trap),
        ledger=TrappedLedger(services.ledger, trap),
        backend=TrappedBackend(services.backend, trap),
    )


def wrap_ports(ports: Ports, trap: Trap) -> Ports:
    """The same ports around a trap; videos are the services' own already."""
    # Typed, because `replace` is not.
    audio: AudioExtractor = TrappedExtractor(ports.audio, trap)
    speech: SpeechRecogniser = TrappedRecogniser(ports.speech, trap)
    model: LanguageModel = TrappedModel(ports.model, trap)
    results: Results = TrappedResults(ports.results, trap)
    return replace(ports, audio=audio, speech=speech, model=model, results=results)


@dataclass(frozen=True)
class TrappedVideos:
    inner: Videos
    trap: Trap

    def locate(self, source: Source, deadline: Deadline) -> tuple[Source, Declared]:
        with self.trap.around(Point.LOCATE):
            return self.inner.locate(source, deadline)

    def open(self, source: Source, deadline: Deadline) -> Video:
        with self.trap.around(Point.DOWNLOAD):
            return self.inner.open(source, deadline)


class TrappedExtractor:
    """FFmpeg's first run is the probe; an audit hook sees each program start."""

    def __init__(self, inner: AudioExtractor, trap: Trap) -> None:
        self._inner = inner
        self._trap = trap
        self._runs = 0
        sys.addaudithook(self._notice)

    def extract(
        self, video: Video, listening: Listening, folder: Path, deadline: Deadline, flac: Path | None = None
    ) -> Generator[Decoded]:
        self._runs = 0
        with closing(self._inner.extract(video, listening, folder, deadline, flac)) as pieces:
            for piece in pieces:
                if isinstance(piece, Recording):
                    self._trap.touch(Point.EXTRACT, Side.AFTER)
                yield piece

    def _notice(self, event: str, _arguments: tuple[Any, ...]) -> None:
        if event != "subprocess.Popen":
            return
        self._runs += 1
        if self._runs == 1:
            self._trap.touch(Point.PROBE, Side.BEFORE)
        elif self._runs == 2:
            self._trap.touch(Point.PROBE, Side.AFTER)
            self._trap.touch(Point.EXTRACT, Side.BEFORE)


class TrappedRecogniser:
    def __init__(self, inner: SpeechRecogniser, trap: Trap) -> None:
        self._inner = inner
        self._trap = trap
        self.default_language = inner.default_language

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        with self._trap.around(Point.CLIP):
            return self._inner.recognise(clip, language, deadline)


class TrappedModel:
    def __init__(self, inner: LanguageModel, trap: Trap) -> None:
        self._inner = inner
        self._trap = trap
        self.name = inner.name
        self.allowance = inner.allowance

    def prepare(self) -> None:
        self._inner.prepare()

    def answer(self, request: ModelRequest, deadline: Deadline) -> ModelAnswer:
        with self._trap.around(Point.CLAUDE):
            return self._inner.answer(request, deadline)


@dataclass(frozen=True)
class TrappedResults:
    inner: Results
    trap: Trap

    def store(self, result: Result, subtitles: dict[str, str], deadline: Deadline) -> None:
        with self.trap.around(Point.RESULT):
            self.inner.store(result, subtitles, deadline)


@dataclass(frozen=True)
class TrappedArtefacts:
    inner: Artefacts
    trap: Trap

    def load(self, job: Job, name: str) -> bytes | None:
        return self.inner.load(job, name)

    def clear(self, job: Job) -> None:
        self.inner.clear(job)

    def save(self, job: Job, name: str, body: bytes) -> None:
        points = {"stt": Point.CLIP_KEPT, "llm": Point.CLAUDE_KEPT}
        point = points.get(name.partition("-")[0])
        if point is None:
            self.inner.save(job, name, body)
        else:
            with self.trap.around(point):
                self.inner.save(job, name, body)


class TrappedLedger:
    def __init__(self, inner: Ledger, trap: Trap) -> None:
        self._inner = inner
        self._trap = trap
        self._owner = ""

    def find(self, name: EntryName) -> Entry | None:
        return self._inner.find(name)

    def newest(self, place: str) -> Newest | None:
        return self._inner.newest(place)

    def add_cost(self, day: str, krw: float, lid: float | None = None) -> float | None:
        return self._inner.add_cost(day, krw, lid)

    def write_newest(self, newest: Newest) -> None:
        with self._trap.around(Point.NEWEST):
            self._inner.write_newest(newest)

    def write(self, entry: Entry) -> None:
        point = self._name(entry)
        if point is None:
            self._inner.write(entry)
        else:
            with self._trap.around(point):
                self._inner.write(entry)

    def _name(self, entry: Entry) -> Point | None:
        """Claims, outcomes and callbacks are boundaries; beats and stages are not."""
        if entry.owner != self._owner:
            self._owner = entry.owner
            return Point.CLAIM
        if entry.outcome is None:
            return None
        return Point.TOLD if entry.outcome.send_count else Point.OUTCOME


@dataclass(frozen=True)
class TrappedBackend:
    inner: Backend
    trap: Trap

    def send(self, callback: Callback, deadline: Deadline) -> None:
        point = Point.STARTED if b'"segment_mix_started"' in callback.body else Point.CALLBACK
        with self.trap.around(point):
            self.inner.send(callback, deadline)
