"""An FLV declares no size, so a second recording shows only in the bytes on their way to FFmpeg.

FFmpeg reads the second header as a tag of 5 MB and skips it silently (measured).
"""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.source.faststart import read

if TYPE_CHECKING:
    from collections.abc import Generator

    from worker.video.video import Video

_HEAD = re.compile(rb"FLV\x01[\x00\x01\x04\x05]\x00\x00\x00\x09\x00\x00\x00\x00")
"""Version 1, sound or pictures or both, its own length, and no tag before it (FLV 10.1, annex E.2)."""

_SIGNATURE, _HEAD_BYTES = b"FLV\x01", 13


def is_flv(video: Video) -> bool:
    """Whether a video is an FLV."""
    return read(video, 0, len(_SIGNATURE)) == _SIGNATURE


class FlvHeads:
    """Looks for further headers in an FLV that passes through.

    Attributes:
        several: whether there was one after the first.
    """

    def __init__(self) -> None:
        self.several = False

    def search(self, pieces: Generator[bytes]) -> Generator[bytes]:
        """Pass the file on, from its beginning, and look at it."""
        kept = b""
        with closing(pieces):
            for piece in pieces:
                seen = kept + piece
                # A header at 0 is the first one, or was already complete in the bytes before.
                self.several = self.several or _HEAD.search(seen, 1) is not None
                kept = seen[-_HEAD_BYTES:]
                yield piece
