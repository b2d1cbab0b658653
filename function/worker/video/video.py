"""The bucket with the uploads, the bytes of one, and how they reach FFmpeg."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator

    from worker.jobs.deadline import Deadline
    from worker.jobs.source import Declared, Source


class Video(Protocol):
    """An upload that can be read from anywhere, as often as needed, by one reader at a time."""

    @property
    def size(self) -> int:
        """Bytes."""
        ...

    def stream(self, first: int, last: int) -> Generator[bytes]:
        """The bytes from `first` up to `last`, in order, in pieces of some MB at most.

        Raises:
            JobError: S3_DOWNLOAD_FAILED, gone, replaced, forbidden, unavailable or out of time.
        """
        ...


class Passage(StrEnum):
    """`meta.video_passage`: how the video came to FFmpeg, through a pipe or as a copy on the disk."""

    STREAM = "stream"
    FILE = "file"


class Videos(Protocol):
    """The bucket with the uploads."""

    def locate(self, source: Source, deadline: Deadline) -> tuple[Source, Declared]:
        """Find the upload that the event names; the raw key is tried once where the decoded one is missing.

        Returns:
            The source with version, eTag and size as S3 holds them, and what the object's metadata says.

        Raises:
            JobError: S3_DOWNLOAD_FAILED, gone, replaced, forbidden or unavailable.
        """
        ...

    def open(self, source: Source, deadline: Deadline) -> Video:
        """Open a located source for reading until the deadline; nothing is fetched yet."""
        ...
