"""A second WAV, AIFF or W64 behind the first one in a file: FFmpeg reads it and says nothing (measured)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.relocation import read

if TYPE_CHECKING:
    from worker.domain.media import Video

_HEAD = 40
_FORMS = frozenset({b"RIFFWAVE", b"FORMAIFF", b"FORMAIFC"})


def find_follower(video: Video) -> str | None:
    """Say so when another recording begins where the first one says that it ends; None for every other file.

    Raises:
        DownloadError: the video cannot be read.
    """
    head = read(video, 0, _HEAD)
    end = _find_end(head)
    if not end or end >= video.size or _find_end(read(video, end, end + _HEAD)) == 0:
        return None
    return "Another recording follows in the file; its sound could not be decoded."


def _find_end(head: bytes) -> int:
    """Where a recording says that it ends, filled up as its kind is; 0 for another kind."""
    if head[:4] + head[8:12] in _FORMS:
        size = int.from_bytes(head[4:8], "big" if head.startswith(b"FORM") else "little")
        return 8 + size + size % 2
    if head.startswith(b"riff") and head[24:28] == b"wave":
        size = int.from_bytes(head[16:24], "little")
        return size + -size % 8
    return 0
