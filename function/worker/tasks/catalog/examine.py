"""Look at a video without fetching it whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.jobs.errors import SOURCE_TOO_LARGE, JobError
from worker.jobs.sizes import say_megabytes
from worker.telemetry.log import logger
from worker.telemetry.metrics import count
from worker.telemetry.stages import note, stage

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.jobs.source import Source
    from worker.jobs.workspace import Workspace
    from worker.tasks.catalog.ports import Pictures
    from worker.video.facts import MediaFacts
    from worker.video.ports import Videos
    from worker.video.video import Video


def open_video(source: Source, videos: Videos, max_bytes: int, deadline: Deadline) -> Video:
    """Open a located source, unless it is too large; nothing is fetched yet.

    Raises:
        JobError: S3_DOWNLOAD_FAILED, it is larger than `MAX_VIDEO_BYTES`.
    """
    size = source.size or 0
    if size > max_bytes:
        sizes = f"{say_megabytes(size)} is over the limit of {say_megabytes(max_bytes)}"
        raise JobError(SOURCE_TOO_LARGE, f"DOWNLOAD: {sizes}.")
    return videos.open(source, deadline)


@stage("PROBE")
def examine(video: Video, pictures: Pictures, workspace: Workspace) -> MediaFacts:
    """Say what a video is.

    Raises:
        JobError: FFMPEG_FAILED, not media, without pictures, or out of time.
        JobError: S3_DOWNLOAD_FAILED, the video cannot be read.
    """
    facts = pictures.examine(video, workspace.folder, workspace.deadline)
    note(
        video_bytes=video.size,
        video_seconds=facts.whole_seconds,
        video_codec=facts.video_codec,
        partial=facts.partial,
    )
    if facts.partial:
        count("PartialVideo")
        logger.warning("the end of the video is missing", stage="PROBE_PARTIAL", duration_ms=0)
    return facts
