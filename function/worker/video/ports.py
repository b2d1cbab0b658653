"""What the worker needs from the bucket with the uploads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.jobs.source import Said, Source
    from worker.video.video import Video


class Videos(Protocol):
    """The bucket with the uploads."""

    def locate(self, source: Source, deadline: Deadline) -> tuple[Source, Said]:
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
