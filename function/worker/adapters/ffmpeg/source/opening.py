"""Opens a video in a form that FFmpeg can read, and probes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.arguments import probe
from worker.adapters.ffmpeg.process.program import FfmpegProgram, watch
from worker.adapters.ffmpeg.refusals import refuse_broken
from worker.adapters.ffmpeg.report import read_media
from worker.adapters.ffmpeg.source import inputs
from worker.adapters.ffmpeg.source.copying import copy

if TYPE_CHECKING:
    from pathlib import Path

    from worker.adapters.ffmpeg.source.inputs import Input
    from worker.jobs.deadline import Deadline
    from worker.video.video import Video


def open_video(
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
    piped = inputs.pipe(video, kind)
    if piped is not None:
        lines = _probe(program, piped, folder, deadline)
        if piped.suits(read_media(lines)):
            return piped, lines
    copied = copy(video, folder)
    return copied, _probe(program, copied, folder, deadline)


def _probe(program: FfmpegProgram, source: Input, folder: Path, deadline: Deadline) -> tuple[str, ...]:
    ended = watch(program.run(probe(source.address), folder, deadline, source.feed()))
    refuse_broken(ended, read_media(ended.lines))
    return ended.lines
