"""The bytes of an upload, and how they reach FFmpeg."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator


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
