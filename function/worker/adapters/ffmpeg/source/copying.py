"""Copies a video to the disk that all jobs of a worker share, if a pipe will not do."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.source.inputs import Input
from worker.jobs.errors import SOURCE_TOO_LARGE, JobError
from worker.jobs.plain_text import MEGABYTE, say_megabytes
from worker.jobs.workspace import explain_full, taking_room
from worker.video.video import Passage

if TYPE_CHECKING:
    from pathlib import Path

    from worker.video.video import Video


SPARE_BYTES = 128 * MEGABYTE
"""Left free beside a copied video, for the clips that wait to be recognised."""


def copy(video: Video, folder: Path) -> Input:
    """Copy the video to a file in the workspace, with a name of our own.

    Its space is allocated before the first byte comes, so that two videos of a batch never count on the same space.

    Raises:
        JobError: S3_DOWNLOAD_FAILED, it does not fit on the disk, or cannot be read.
        JobError: FFMPEG_FAILED, it does not fit beside what is on the disk now.
    """
    disk = shutil.disk_usage(folder)
    check_room(video.size, disk.total, disk.free)
    path = folder / "video.bin"
    with taking_room("the video"), path.open("wb") as file:
        if video.size:
            os.posix_fallocate(file.fileno(), 0, video.size)
        file.writelines(video.stream(0, video.size))
    return Input(video, f"file:{path}", Passage.FILE)


def check_room(size: int, total: int, free: int) -> None:
    """Pass a video that fits on the disk now.

    Args:
        size: bytes of the video.
        total: bytes of the disk; a larger video can never be copied.
        free: unused bytes of the disk; a neighbour's video frees more later.

    Raises:
        JobError: S3_DOWNLOAD_FAILED, it never fits.
        JobError: FFMPEG_FAILED, it does not fit now.
    """
    if size > total - SPARE_BYTES:
        sizes = f"{say_megabytes(size)} does not fit the disk ({say_megabytes(max(total - SPARE_BYTES, 0))})"
        raise JobError(SOURCE_TOO_LARGE, f"DOWNLOAD: {sizes}, and this video cannot be streamed.")
    if size > free - SPARE_BYTES:
        raise explain_full("the video")
