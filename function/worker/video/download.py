"""Open a video; its bytes arrive while its sound is extracted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.jobs.errors import SOURCE_TOO_LARGE, JobError
from worker.jobs.plain_text import say_megabytes
from worker.telemetry.metrics import MetricUnit, count
from worker.telemetry.stages import StageRun
from worker.video.video import Video

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.jobs.source import Source
    from worker.video.video import Videos


@dataclass(frozen=True, slots=True)
class Download:
    """An open video and the run of its stage; the reader ends that run."""

    video: Video
    run: StageRun

    def done(self, *, fetched: bool) -> None:
        """End the stage; `fetched` is False where an earlier attempt's work sufficed and nothing was read."""
        size = self.video.size if fetched else 0
        count("VideoBytes", size, MetricUnit.Bytes)
        self.run.done(video_bytes=size)


def download(source: Source, videos: Videos, max_bytes: int, deadline: Deadline) -> Download:
    """Begin the stage and open a located source (`open_video`)."""
    run = StageRun("DOWNLOAD")
    try:
        return Download(open_video(source, videos, max_bytes, deadline), run)
    except JobError:
        run.stop()
        raise


def open_video(source: Source, videos: Videos, max_bytes: int, deadline: Deadline) -> Video:
    """Open a located source, unless it is too large; nothing is fetched yet.

    Raises:
        JobError: S3_DOWNLOAD_FAILED, it is larger than `MAX_VIDEO_BYTES`.
    """
    size = source.size or 0
    if size > max_bytes:
        sizes = f"{say_megabytes(size)} is over the limit of {say_megabytes(max_bytes)}"
        raise JobError(SOURCE_TOO_LARGE, "DOWNLOAD", f"{sizes}.")
    return videos.open(source, deadline)
