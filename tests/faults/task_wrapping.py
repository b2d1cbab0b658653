"""The ports of the catalogue and of the segment mix, each telling a trap of the boundaries that a job crosses there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.faults.fault import Point
from tests.faults.trap import Trap
from worker.tasks.catalog import ports as catalog_ports
from worker.tasks.segment_mix import ports as mixing_ports

if TYPE_CHECKING:
    from pathlib import Path

    from worker.jobs.deadline import Deadline
    from worker.tasks.catalog.content import Content, VideoAsset
    from worker.tasks.segment_mix.mix import Output, StoredFile
    from worker.video.facts import MediaFacts, Picture
    from worker.video.video import Video


def wrap_mix(ports: mixing_ports.MixPorts, trap: Trap) -> mixing_ports.MixPorts:
    """The same ports around a trap; the backend is the services' own already."""
    return replace(ports, tracks=TrappedTracks(ports.tracks, trap))


def wrap_catalog(ports: catalog_ports.CatalogPorts, trap: Trap) -> catalog_ports.CatalogPorts:
    """The same ports around a trap; videos are the services' own already."""
    return replace(
        ports,
        pictures=TrappedPictures(ports.pictures, trap),
        thumbnails=TrappedThumbnails(ports.thumbnails, trap),
        catalog=TrappedCatalog(ports.catalog, trap),
        assets=TrappedAssets(ports.assets, trap),
    )


@dataclass(frozen=True)
class TrappedPictures:
    inner: catalog_ports.Pictures
    trap: Trap

    def examine(self, video: Video, folder: Path, deadline: Deadline) -> MediaFacts:
        with self.trap.around(Point.EXAMINE):
            return self.inner.examine(video, folder, deadline)

    def grab(self, video: Video, facts: MediaFacts, moment: float, folder: Path, deadline: Deadline) -> Picture | None:
        with self.trap.around(Point.PICTURE):
            return self.inner.grab(video, facts, moment, folder, deadline)


@dataclass(frozen=True)
class TrappedThumbnails:
    inner: catalog_ports.Thumbnails
    trap: Trap

    def store(self, key: str, jpeg: bytes, deadline: Deadline) -> str:
        with self.trap.around(Point.THUMBNAIL):
            return self.inner.store(key, jpeg, deadline)


@dataclass(frozen=True)
class TrappedCatalog:
    inner: catalog_ports.Catalog
    trap: Trap

    def publish(self, content_id: int, content: Content, deadline: Deadline) -> None:
        with self.trap.around(Point.CONTENT):
            self.inner.publish(content_id, content, deadline)


@dataclass(frozen=True)
class TrappedAssets:
    inner: catalog_ports.Assets
    trap: Trap

    def number(self, content: Content, asset: VideoAsset, deadline: Deadline) -> int:
        with self.trap.around(Point.NUMBER):
            return self.inner.number(content, asset, deadline)

    def record(self, content_id: int, asset: VideoAsset, deadline: Deadline) -> None:
        with self.trap.around(Point.ROW):
            self.inner.record(content_id, asset, deadline)


@dataclass(frozen=True)
class TrappedTracks:
    inner: mixing_ports.Tracks
    trap: Trap

    def find(self, key: str, deadline: Deadline) -> StoredFile | None:
        return self.inner.find(key, deadline)

    def fetch(self, file: StoredFile, path: Path, deadline: Deadline) -> None:
        with self.trap.around(Point.FETCH):
            self.inner.fetch(file, path, deadline)

    def store(self, path: Path, output: Output, deadline: Deadline) -> bool:
        with self.trap.around(Point.MIX):
            return self.inner.store(path, output, deadline)
