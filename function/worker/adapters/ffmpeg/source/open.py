"""Opens a video in a form that FFmpeg can read, and probes it."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.arguments import probe_arguments
from worker.adapters.ffmpeg.process.program import FfmpegProgram, consume
from worker.adapters.ffmpeg.refusals import refuse_broken
from worker.adapters.ffmpeg.report import read_media
from worker.adapters.ffmpeg.source.inputs import Input, pipe
from worker.jobs.errors import SOURCE_TOO_LARGE, JobError
from worker.jobs.plain_text import MEGABYTE, say_megabytes
from worker.jobs.workspace import explain_full, taking_room
from worker.video.video import Passage

if TYPE_CHECKING:
    from pathlib import Path

    from worker.jobs.deadline import Deadline
    from worker.video.video import Video

SPARE_BYTES = 128 * MEGABYTE
"""Left free beside a copied video, for the clips that wait to be recognised."""


def probe_video(
    program: FfmpegProgram, video: Video, kind: bytes, folder: Path, deadline: Deadline
) -> tuple[Input, tuple[str, ...]]:
    """Probe the stream, or the file if the stream will not do: FFmpeg finds more when it can seek.

    Args:
        program: FFmpeg.
        video: the upload.
        kind: of the tracks that are wanted, from `edit_lists`.
        folder: the workspace, for a video that has to be a file.
        deadline: when the job must be done.

    Returns:
        How to read it, and FFmpeg's messages.

    Raises:
        JobError: FFMPEG_FAILED, FFmpeg is missing, was killed, crashed or ran out of time; or the disk is full.
        JobError: S3_DOWNLOAD_FAILED, the video cannot be read, or never fits on the disk.
    """
    piped = pipe(video, kind)
    if piped is not None:
        lines = _probe(program, piped, folder, deadline)
        if piped.suits(read_media(lines)):
            return piped, lines
    copied = copy(video, folder)
    return copied, _probe(program, copied, folder, deadline)


def _probe(program: FfmpegProgram, source: Input, folder: Path, deadline: Deadline) -> tuple[str, ...]:
    ended = consume(program.run(probe_arguments(source.address), folder, deadline, source.feed()))
    refuse_broken(ended, read_media(ended.lines))
    return ended.lines


def copy(video: Video, folder: Path) -> Input:
    """Copy the video to a file in the workspace, on the disk that all jobs of a worker share.

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
    """Refuse a video that does not fit on the disk now; all sizes are in bytes.

    Raises:
        JobError: S3_DOWNLOAD_FAILED, it never fits.
        JobError: FFMPEG_FAILED, it does not fit now; a neighbour's video frees space later.
    """
    if size > total - SPARE_BYTES:
        sizes = f"{say_megabytes(size)} does not fit the disk ({say_megabytes(max(total - SPARE_BYTES, 0))})"
        raise JobError(SOURCE_TOO_LARGE, "DOWNLOAD", f"{sizes}, and this video cannot be streamed.")
    if size > free - SPARE_BYTES:
        raise explain_full("the video")
