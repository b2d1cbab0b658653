"""A second WAV behind the first one in a file: FFmpeg reads it and says nothing (measured)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.relocation import read

if TYPE_CHECKING:
    from worker.domain.media import Video

_BEFORE_LENGTH = 8
_HEAD = 12


def find_follower(video: Video) -> str | None:
    """Say so when another WAV begins where the first one says that it ends; None for every other file.

    Raises:
        DownloadError: the video cannot be read.
    """
    head = read(video, 0, _HEAD)
    length = int.from_bytes(head[4:8], "little")
    end = _BEFORE_LENGTH + length + length % 2
    if not _is_wave(head) or end >= video.size or not _is_wave(read(video, end, end + _HEAD)):
        return None
    return "Another recording follows in the file; its sound could not be decoded."


def _is_wave(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:] == b"WAVE"
