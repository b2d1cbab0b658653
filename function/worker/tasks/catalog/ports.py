"""What the catalogue needs from the world, and how that can fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from worker.jobs.errors import Condition, Handling
from worker.video.video import Videos

if TYPE_CHECKING:
    from pathlib import Path

    from worker.jobs.deadline import Deadline
    from worker.tasks.catalog.content import Content, VideoAsset
    from worker.video.facts import MediaFacts, Picture
    from worker.video.video import Video

CATALOG_NO_ANSWER = Condition("catalog_no_answer", "CATALOG_API_FAILED", Handling.RETRYABLE)
CATALOG_UNAVAILABLE = Condition("catalog_unavailable", "CATALOG_API_FAILED", Handling.RETRYABLE)
CATALOG_REJECTED = Condition("catalog_rejected", "CATALOG_API_FAILED", Handling.PERMANENT)
CATALOG_MISCONFIGURED = Condition("catalog_misconfigured", "CATALOG_API_FAILED", Handling.CONFIGURATION)
CONTENT_UNKNOWN = Condition("content_unknown", "DATABASE_FAILED", Handling.RETRYABLE)
DATABASE_UNAVAILABLE = Condition("database_unavailable", "DATABASE_FAILED", Handling.RETRYABLE)
DATABASE_MISCONFIGURED = Condition("database_misconfigured", "DATABASE_FAILED", Handling.CONFIGURATION)


class Pictures(Protocol):
    """FFmpeg, for the catalogue. It reads only what it needs, never a whole video for one picture."""

    def examine(self, video: Video, folder: Path, deadline: Deadline) -> MediaFacts:
        """Find the facts about a video; `folder` is the workspace, for a video that has to be a file.

        Raises:
            JobError: FFMPEG_FAILED, not media, without pictures, or out of time.
            JobError: S3_DOWNLOAD_FAILED, the video cannot be read.
        """
        ...

    def grab(self, video: Video, facts: MediaFacts, moment: float, folder: Path, deadline: Deadline) -> Picture | None:
        """Grab the first picture from a moment (seconds) on, upright and as a usual screen shows it.

        Returns:
            The picture, or None if the video has none there; FFmpeg's exit status does not say which.

        Raises:
            JobError: FFMPEG_FAILED, out of time, or no FFmpeg.
            JobError: S3_DOWNLOAD_FAILED, the video cannot be read.
        """
        ...


class Thumbnails(Protocol):
    """The store of pictures."""

    def store(self, key: str, jpeg: bytes, deadline: Deadline) -> str:
        """Write a picture, over any under the same key; return its address, `s3://bucket/key`.

        Raises:
            JobError: UNKNOWN_ERROR, the store cannot be written.
        """
        ...


class Catalog(Protocol):
    """The catalogue's API."""

    def publish(self, content_id: int, content: Content, deadline: Deadline) -> None:
        """Insert a content, or overwrite the one with the same number.

        Raises:
            JobError: CATALOG_API_FAILED, refused, unreachable or misconfigured.
        """
        ...


class Assets(Protocol):
    """The catalogue's database."""

    def number(self, content: Content, asset: VideoAsset, deadline: Deadline) -> int:
        """The number of a content, if need be from its video's row; a new video gets a new content and row.

        Raises:
            JobError: DATABASE_FAILED, unreachable, busy or misconfigured.
        """
        ...

    def record(self, content_id: int, asset: VideoAsset, deadline: Deadline) -> None:
        """Insert a video's row, or overwrite the one with the same address.

        Raises:
            JobError: DATABASE_FAILED, no such content, unreachable, busy or misconfigured.
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
