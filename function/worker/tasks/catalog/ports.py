"""What the catalogue needs from the world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from worker.video.ports import Videos

if TYPE_CHECKING:
    from pathlib import Path

    from worker.jobs.deadline import Deadline
    from worker.tasks.catalog.asset import VideoAsset
    from worker.tasks.catalog.content import Content
    from worker.video.facts import MediaFacts, Picture
    from worker.video.video import Video


class Pictures(Protocol):
    """FFmpeg, for the catalogue. Of a video it reads what it needs, never all of it for one picture."""

    def examine(self, video: Video, folder: Path, deadline: Deadline) -> MediaFacts:
        """Say what a video is; `folder` is the workspace, for one that has to be a file.

        Raises:
            ExtractionError: not media, without pictures, or out of time.
            DownloadError: the video cannot be read.
        """
        ...

    def take(self, video: Video, facts: MediaFacts, moment: float, folder: Path, deadline: Deadline) -> Picture | None:
        """Take the first picture from a moment (seconds) on, upright and as a usual screen shows it.

        Returns:
            The picture, or None where there is none; how FFmpeg ended proves nothing.

        Raises:
            ExtractionError: out of time, or no FFmpeg.
            DownloadError: the video cannot be read.
        """
        ...


class Thumbnails(Protocol):
    """Where pictures are kept."""

    def store(self, key: str, jpeg: bytes, deadline: Deadline) -> str:
        """Write a picture over the one under the same key; returns its address, `s3://bucket/key`.

        Raises:
            UnknownError: the store cannot be written.
        """
        ...


class Catalog(Protocol):
    """The catalogue's API."""

    def publish(self, content_id: int, content: Content, deadline: Deadline) -> None:
        """Write a content over the one of the same number, or as a new one.

        Raises:
            CatalogError: refused, unreachable or misconfigured.
        """
        ...


class Assets(Protocol):
    """The catalogue's database."""

    def number(self, content: Content, asset: VideoAsset, deadline: Deadline) -> int:
        """The number of a content; one without gets that of its video's row, which is made with it where it is new.

        Raises:
            DatabaseError: unreachable, busy or misconfigured.
        """
        ...

    def record(self, content_id: int, asset: VideoAsset, deadline: Deadline) -> None:
        """Write a video's row over the one of the same address, or as a new one.

        Raises:
            DatabaseError: no such content, unreachable, busy or misconfigured.
        """
        ...


@dataclass(frozen=True, slots=True)
class CatalogPorts:
    """Everything the catalogue's pipeline needs."""

    videos: Videos
    pictures: Pictures
    thumbnails: Thumbnails
    catalog: Catalog
    assets: Assets
