"""A video on this machine, heard as the worker would hear it; nothing leaves the machine."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg import FfmpegExtractor
from worker.jobs.deadline import Deadline
from worker.jobs.workspace import open_workspace
from worker.speech.audio import Recording
from worker.speech.billing import round_up_billed
from worker.speech.clips.find_speech import find_speech

if TYPE_CHECKING:
    from collections.abc import Generator

    from worker.adapters.ffmpeg import FfmpegProgram
    from worker.speech.listening import Listening

_PIECE = 4_000_000
_PATIENCE = 3600.0
"""Seconds; ten hours of sound take some minutes."""


@dataclass(frozen=True)
class FileVideo:
    """Implements `video.Video` for a file."""

    path: Path

    @property
    def size(self) -> int:
        """Bytes."""
        return self.path.stat().st_size

    def stream(self, first: int, last: int) -> Generator[bytes]:
        """The bytes from `first` up to `last`."""
        with self.path.open("rb") as file:
            file.seek(first)
            while piece := file.read(min(_PIECE, last - file.tell())):
                yield piece


@dataclass(frozen=True)
class Heard:
    """What a job would have to pay for.

    Attributes:
        size: Bytes of the video.
        seconds: Its length.
        speech_seconds: What would be sent to CLOVA.
        clips: In so many calls; the same sound twice is sent once.
        billed_seconds: What CLOVA bills for them.
        warnings: As in `meta.warnings`.
    """

    size: int
    seconds: float
    speech_seconds: float
    clips: int
    billed_seconds: int
    warnings: tuple[str, ...] = ()


def hear(path: Path, program: FfmpegProgram, listening: Listening, max_seconds: float) -> Heard:
    """Decode a video and cut it into clips.

    Raises:
        JobError: FFMPEG_FAILED, as the job would end.
    """
    video, lengths, recording = FileVideo(path), dict[str, float](), None
    with open_workspace(Deadline.after(_PATIENCE)) as workspace:
        decoded = FfmpegExtractor(program, max_seconds).extract(video, listening, workspace.folder, workspace.deadline)
        with closing(find_speech(decoded, workspace)) as pieces:
            for piece in pieces:
                if isinstance(piece, Recording):
                    recording = piece
                else:
                    lengths[piece.digest] = piece.end - piece.start
                    piece.discard()
    assert recording is not None  # noqa: S101 - it is the last piece
    billed = sum(map(round_up_billed, lengths.values()))
    return Heard(video.size, recording.video_seconds, sum(lengths.values()), len(lengths), billed, recording.warnings)
