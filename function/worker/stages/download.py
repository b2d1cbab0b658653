"""Fetch the video."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from worker.domain.errors import Condition, failure
from worker.observability import MetricUnit, count, note, stage

if TYPE_CHECKING:
    from worker.domain.jobs import Source
    from worker.domain.media import VideoFile
    from worker.ports import Videos
    from worker.workspace import Workspace

MEGABYTE = 1024 * 1024

SPARE_BYTES = 64 * MEGABYTE
"""Left free beside the video: half an hour of 16 kHz PCM."""


@stage("DOWNLOAD")
def download(source: Source, videos: Videos, max_bytes: int, workspace: Workspace) -> VideoFile:
    """Copy a located source into the workspace, refused before the first byte where it cannot fit.

    Args:
        source: the located source; its size is known.
        videos: the bucket.
        max_bytes: `MAX_VIDEO_BYTES`.
        workspace: receives `video.bin`.

    Returns:
        The file.

    Raises:
        DownloadError: too large, gone, replaced, forbidden, unavailable or out of time.
    """
    size = source.size or 0
    if size > max_bytes:
        raise failure(Condition.SOURCE_TOO_LARGE, f"DOWNLOAD: {_mb(size)} is over the limit of {_mb(max_bytes)}.")
    free = shutil.disk_usage(workspace.folder).free - SPARE_BYTES
    if size > free:
        raise failure(Condition.SOURCE_TOO_LARGE, f"DOWNLOAD: {_mb(size)} does not fit the disk ({_mb(free)} free).")
    video = videos.fetch(source, workspace.file("video.bin"), workspace.deadline)
    count("VideoBytes", video.size, MetricUnit.Bytes)
    note(video_bytes=video.size)
    return video


def _mb(size: int) -> str:
    return f"{max(size, 0) / MEGABYTE:.1f} MB"
