"""A video and its summary, imitated."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from worker.jobs.errors import SOURCE_GONE, JobError
from worker.jobs.source import Declared, Source
from worker.llm.model import ModelAnswer, ModelRequest, ModelUsage
from worker.speech.audio import AudioQuality, Beginning, Recording
from worker.speech.listening import Listening
from worker.speech.transcript import Recognition
from worker.tasks.summary.ports import Ports
from worker.tasks.summary.result import Result

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from worker.jobs.deadline import Deadline
    from worker.speech.audio import Decoded, SpeechClip
    from worker.video.video import Video


TONE = b"\x00\x20\x00\xe0" * 16_000
"""Two seconds of loud PCM: a square wave at 8 kHz."""

AGAIN = (TONE * 10 + bytes(len(TONE) * 10)) * 4
"""A sound that comes again, between silences."""

ANSWER = {
    "summary": "요약입니다.",
    "title": "제목",
    "key_points": ["하나"],
    "chapters": [{"title": "처음", "start_segment": 1}],
}


@dataclass
class FakeVideos:
    """A bucket that holds whatever it is asked for, unless `missing` or `error` say otherwise."""

    language: str | None = None
    track: str | None = None
    engine: str | None = None
    missing: set[str] = field(default_factory=set[str])
    error: JobError | None = None
    fetched: list[Source] = field(default_factory=list["Source"])
    located: list[Source] = field(default_factory=list["Source"])

    def locate(self, source: Source, deadline: Deadline) -> tuple[Source, Declared]:
        self.located.append(source)
        if self.error:
            raise self.error
        for key in (source.key, source.raw_key):
            if key not in self.missing:
                return replace(source, key=key, etag=source.etag or "etag", size=source.size or 5), Declared(
                    self.language, self.track, self.engine
                )
        raise JobError(SOURCE_GONE, "DOWNLOAD", "the video is no longer there.")

    def open(self, source: Source, deadline: Deadline) -> FakeVideo:
        return FakeVideo(on_read=lambda: self.fetched.append(source))


@dataclass
class FakeVideo:
    """An upload in memory."""

    content: bytes = b"video"
    on_read: Callable[[], object] = int

    @property
    def size(self) -> int:
        return len(self.content)

    def stream(self, first: int, last: int) -> Generator[bytes]:
        self.on_read()
        yield self.content[first:last]


@dataclass
class FakeExtractor:
    """Decodes every video to the same sound."""

    pcm: bytes = TONE
    partial: bool = False
    warnings: tuple[str, ...] = ()
    error: Exception | None = None
    seconds_left: float = 0.0
    asked: list[Listening] = field(default_factory=list[Listening])

    def extract(
        self, video: Video, listening: Listening, folder: Path, deadline: Deadline, flac: Path | None = None
    ) -> Generator[Decoded]:
        self.seconds_left = deadline.left()
        self.asked.append(listening)
        assert b"".join(video.stream(0, video.size))
        if self.error:
            raise self.error
        yield Beginning(0.025)
        yield self.pcm
        if flac is not None:
            flac.write_bytes(b"fLaC" + self.pcm)
        samples = len(self.pcm) // 2
        yield Recording(samples, samples / 16_000, AudioQuality.HIGH, self.partial, self.warnings)


@dataclass
class FakeRecogniser:
    """Hears the same words in every clip."""

    text: str = "안녕하세요 여러분"
    default_language: str = "Kor"
    error: JobError | None = None
    languages: list[str] = field(default_factory=list[str])

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        self.languages.append(language)
        if self.error:
            raise self.error
        return Recognition(self.text, 15)


@dataclass
class FakeModel:
    """Gives the same answer to every question."""

    name: str = "claude-haiku-5-5"
    allowance: int = 8000
    answer_text: str = json.dumps(ANSWER, ensure_ascii=False)
    error: JobError | None = None
    asked: list[ModelRequest] = field(default_factory=list["ModelRequest"])

    def prepare(self) -> None:
        pass

    def answer(self, request: ModelRequest, deadline: Deadline) -> ModelAnswer:
        self.asked.append(request)
        if self.error:
            raise self.error
        return ModelAnswer(self.answer_text, ModelUsage(200, 40))


@dataclass
class InterruptedModel(FakeModel):
    """While it thinks, something happens."""

    meanwhile: Callable[[], object] = print

    def answer(self, request: ModelRequest, deadline: Deadline) -> ModelAnswer:
        self.meanwhile()
        return super().answer(request, deadline)


@dataclass
class FakeResults:
    """A store in memory."""

    stored: dict[str, Result] = field(default_factory=dict[str, "Result"])
    subtitles: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    error: JobError | None = None
    seconds_left: float = 0.0

    def store(self, result: Result, subtitles: dict[str, str], deadline: Deadline) -> None:
        self.seconds_left = deadline.left()
        if self.error:
            raise self.error
        self.stored[result.result_key] = result
        self.subtitles[result.result_key] = subtitles


def check_fakes() -> Ports:
    return Ports(FakeVideos(), FakeExtractor(), FakeRecogniser(), FakeModel(), FakeResults())
