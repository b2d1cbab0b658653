"""What the catalogue needs, imitated."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.builders import BUCKET, some_facts
from tests.fakes.summary import FakeVideos
from worker.jobs.errors import JobError
from worker.tasks.catalog import ports as catalog_ports
from worker.tasks.catalog.content import Content, VideoAsset
from worker.video.facts import MediaFacts, Picture

if TYPE_CHECKING:
    from pathlib import Path

    from worker.jobs.deadline import Deadline
    from worker.video.video import Video


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

    def grab(self, video: Video, facts: MediaFacts, moment: float, folder: Path, deadline: Deadline) -> Picture | None:
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


def check_fakes() -> catalog_ports.CatalogPorts:
    return catalog_ports.CatalogPorts(FakeVideos(), FakePictures(), FakeThumbnails(), FakeCatalog(), FakeAssets())
