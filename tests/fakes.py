"""The ports, imitated. `check_fakes` at the end lets the type checker compare each with what it imitates."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tests.builders import BUCKET, some_facts
from worker import catalog_ports, delivery_ports, ports
from worker.adapters.memory_ledger import MemoryLedger
from worker.domain.assets import MediaFacts, Picture, VideoAsset
from worker.domain.callbacks import Callback
from worker.domain.contents import Content
from worker.domain.errors import Condition, JobError, failure
from worker.domain.ledger import Entry, EntryName, StaleEntryError
from worker.domain.media import AudioQuality, Beginning, Recording
from worker.domain.results import Result
from worker.domain.segment_mix import StoredFile
from worker.domain.sources import Source
from worker.domain.summaries import ModelAnswer, ModelRequest, ModelUsage
from worker.domain.transcript import Recognition
from worker.messages import Ignored, Unaddressable, UnreadableMessageError, read_message

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from worker.domain.deadlines import Deadline
    from worker.domain.jobs import Job
    from worker.domain.media import AudioFilter, Decoded, SpeechClip, Video
    from worker.mixing_ports import Tracks

TONE = b"\x00\x20\x00\xe0" * 16_000
"""Two seconds of loud PCM: a square wave at 8 kHz."""

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
    missing: set[str] = field(default_factory=set[str])
    error: JobError | None = None
    fetched: list[Source] = field(default_factory=list["Source"])

    def locate(self, source: Source, deadline: Deadline) -> tuple[Source, str | None]:
        if self.error:
            raise self.error
        for key in (source.key, source.raw_key):
            if key not in self.missing:
                return replace(source, key=key, etag=source.etag or "etag", size=source.size or 5), self.language
        raise failure(Condition.SOURCE_GONE, "DOWNLOAD: the video is no longer there.")

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

    def extract(
        self, video: Video, audio_filter: AudioFilter, folder: Path, deadline: Deadline
    ) -> Generator[Decoded, None, Recording]:
        self.seconds_left = deadline.left()
        assert b"".join(video.stream(0, video.size))
        if self.error:
            raise self.error
        yield Beginning(0.025)
        yield self.pcm
        samples = len(self.pcm) // 2
        return Recording(samples, samples / 16_000, AudioQuality.HIGH, self.partial, self.warnings)


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
class FakeResults:
    """A store in memory."""

    stored: dict[str, Result] = field(default_factory=dict[str, "Result"])
    subtitles: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    error: JobError | None = None

    def store(self, result: Result, subtitles: dict[str, str], deadline: Deadline) -> None:
        if self.error:
            raise self.error
        self.stored[result.result_key] = result
        self.subtitles[result.result_key] = subtitles


@dataclass
class FakeTracks:
    """The projects' files in memory; `stores` fails with the errors due, one a call, in order."""

    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    origins: dict[str, str] = field(default_factory=dict[str, str])
    stored: list[str] = field(default_factory=list[str])
    errors: list[JobError] = field(default_factory=list[JobError])

    def find(self, key: str, deadline: Deadline) -> StoredFile | None:
        body = self.files.get(key)
        etag = hashlib.md5(body or b"", usedforsecurity=False).hexdigest()
        return None if body is None else StoredFile(key, etag, len(body), self.origins.get(key))

    def fetch(self, file: StoredFile, path: Path, deadline: Deadline) -> None:
        path.write_bytes(self.files[file.key])

    def store(self, path: Path, key: str, origin: str, deadline: Deadline) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.files[key], self.origins[key] = path.read_bytes(), origin
        self.stored.append(key)


@dataclass
class FakeBackend:
    """Accepts every callback, unless an error is due; one error a call, in order."""

    errors: list[Exception] = field(default_factory=list[Exception])
    seconds_left: float = 0.0
    told: list[Callback] = field(default_factory=list["Callback"])

    def tell(self, callback: Callback, deadline: Deadline) -> None:
        self.seconds_left = deadline.left()
        if self.errors:
            raise self.errors.pop(0)
        self.told.append(callback)

    @property
    def bodies(self) -> list[dict[str, object]]:
        return [json.loads(callback.body) for callback in self.told]


@dataclass
class FakeQueue:
    """Remembers what was hidden, and for how long."""

    hidden: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    extended: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    sent: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    sends: bool = True

    def hide(self, receipt: str, seconds: int) -> None:
        self.hidden.append((receipt, seconds))

    def extend(self, receipt: str, seconds: int) -> None:
        self.extended.append((receipt, seconds))

    def send_again(self, body: str, seconds: int, sent_at: float) -> bool:
        if self.sends:
            self.sent.append((body, seconds))
        return self.sends


@dataclass
class FakeArtefacts:
    """Keeps things in memory."""

    kept: dict[tuple[str, str, str], bytes] = field(default_factory=dict[tuple[str, str, str], bytes])
    error: JobError | None = None

    def recall(self, job: Job, name: str) -> bytes | None:
        return self.kept.get((job.job_id, job.generation, name))

    def keep(self, job: Job, name: str, body: bytes) -> None:
        if self.error:
            raise self.error
        self.kept[job.job_id, job.generation, name] = body


class FakeLedger(MemoryLedger):
    """The laptop's ledger, which can be told to fail, to be behind, and to have seen failed attempts of a message."""

    error: JobError | None = None
    stale_names: list[EntryName] | None = None

    def read(self, job_id: str) -> list[Entry]:
        if self.error:
            raise self.error
        return super().read(job_id)

    def due(self, now: float, most: int) -> list[EntryName]:
        if self.error:
            raise self.error
        return super().due(now, most) if self.stale_names is None else self.stale_names

    def write(self, entry: Entry) -> None:
        if self.error:
            raise self.error
        super().write(entry)

    def remember_failures(self, body: str, bucket: str, failures: int) -> None:
        """Let the jobs of a message that are new to the ledger have failed so often."""
        with suppress(UnreadableMessageError):
            for job in read_message(body, bucket):
                if not isinstance(job, Ignored | Unaddressable):
                    entry = Entry.fresh(job.named("m1"), 0.0)
                    with suppress(StaleEntryError):
                        super().write(replace(entry, revision=1, failures=failures))


@dataclass
class FakePictures:
    """An FFmpeg that sees the same facts in every video, and a picture unless `blind` until then."""

    facts: MediaFacts = field(default_factory=some_facts)
    blind: set[float] = field(default_factory=set[float])
    error: JobError | None = None
    moments: list[float] = field(default_factory=list[float])

    def examine(self, video: Video, folder: Path, deadline: Deadline) -> MediaFacts:
        if self.error:
            raise self.error
        return self.facts

    def take(self, video: Video, facts: MediaFacts, moment: float, folder: Path, deadline: Deadline) -> Picture | None:
        self.moments.append(moment)
        return None if moment in self.blind else Picture(b"jpeg", 1280, 720)


@dataclass
class FakeThumbnails:
    """Keeps pictures in memory."""

    kept: dict[str, bytes] = field(default_factory=dict[str, bytes])
    error: JobError | None = None

    def store(self, key: str, jpeg: bytes, deadline: Deadline) -> str:
        if self.error:
            raise self.error
        self.kept[key] = jpeg
        return f"s3://{BUCKET}/{key}"


@dataclass
class FakeCatalog:
    """An API that takes every content, but for the errors it is given first."""

    errors: list[JobError] = field(default_factory=list[JobError])
    contents: dict[int, Content] = field(default_factory=dict[int, Content])

    def publish(self, content_id: int, content: Content, deadline: Deadline) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.contents[content_id] = content


@dataclass
class FakeAssets:
    """A table in memory, of which the first unnumbered content is number 1001."""

    errors: list[JobError] = field(default_factory=list[JobError])
    rows: dict[str, tuple[int, VideoAsset]] = field(default_factory=dict[str, "tuple[int, VideoAsset]"])

    def number(self, content: Content, asset: VideoAsset, deadline: Deadline) -> int:
        if content.content_id is not None:
            return content.content_id
        found, _ = self.rows.setdefault(asset.video_url, (1001 + len(self.rows), asset))
        return found

    def record(self, content_id: int, asset: VideoAsset, deadline: Deadline) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.rows[asset.video_url] = (content_id, asset)


def check_fakes() -> ports.Ports:
    _: tuple[delivery_ports.Backend, delivery_ports.Queue, delivery_ports.Ledger, delivery_ports.Artefacts, Tracks]
    _ = (FakeBackend(), FakeQueue(), FakeLedger(), FakeArtefacts(), FakeTracks())
    return ports.Ports(FakeVideos(), FakeExtractor(), FakeRecogniser(), FakeModel(), FakeResults())


def check_catalog_fakes() -> catalog_ports.CatalogPorts:
    return catalog_ports.CatalogPorts(FakeVideos(), FakePictures(), FakeThumbnails(), FakeCatalog(), FakeAssets())
