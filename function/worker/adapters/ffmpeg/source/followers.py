"""A second recording behind the first one in a file, where FFmpeg stops and says nothing (measured)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.source.boxes import OddBoxError, list_boxes
from worker.adapters.ffmpeg.source.fragments import is_fragmented
from worker.adapters.ffmpeg.source.relocation import begins_with_box, read
from worker.adapters.ffmpeg.source.stream_ends import ASF, ASF_HEAD_BYTES, find_asf_end

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.video.video import Video

    Read = Callable[[int, int], bytes]

FOLLOWS = "Another recording follows in the file; its sound could not be decoded."

_HEAD = 40
_FORMS = frozenset({b"RIFFWAVE", b"FORMAIFF", b"FORMAIFC"})
_LARGE = frozenset({b"RF64WAVE", b"BW64WAVE"})
_CAF, _CAF_CHUNK, _MOST_CHUNKS = b"caff\0\1", 12, 64


def find_follower(video: Video) -> str | None:
    """Say so when another recording begins where the first one says that it ends; None for every other file.

    Raises:
        DownloadError: the video cannot be read.
    """
    look = partial(read, video)
    if begins_with_box(video):
        # Each fragment would be asked of S3; of a second index behind them FFmpeg tells.
        return FOLLOWS if not is_fragmented(video) and _has_two_indexes(look, video.size) else None
    end = _find_end(look, video.size)
    return FOLLOWS if 0 < end < video.size and _is_head(look(end, end + _HEAD)) else None


def _has_two_indexes(look: Read, size: int) -> bool:
    """Of an MP4 or MOV FFmpeg reads what its first index lists."""
    indexes = 0
    try:
        for box in list_boxes(look, 0, size):
            indexes += box.kind == b"moov"
    except OddBoxError:
        pass  # what stands behind the last box is none
    return indexes > 1


def _is_head(head: bytes) -> bool:
    form = head[:4] + head[8:12]
    return form in _FORMS | _LARGE or _is_w64(head) or head.startswith((_CAF, ASF))


def _is_w64(head: bytes) -> bool:
    return head.startswith(b"riff") and head[24:28] == b"wave"


def _find_end(look: Read, size: int) -> int:
    """Where a recording says that it ends, filled up as its kind is; 0 for another kind."""
    head = look(0, _HEAD)
    form, end = head[:4] + head[8:12], 0
    if form in _FORMS:
        end = 8 + int.from_bytes(head[4:8], "big" if head.startswith(b"FORM") else "little")
    elif form in _LARGE and head[12:16] == b"ds64":
        end = 8 + int.from_bytes(head[20:28], "little")
    elif _is_w64(head):
        end = int.from_bytes(head[16:24], "little")
        return end + -end % 8
    elif head.startswith(_CAF):
        return _find_caf_end(look, size)
    elif head.startswith(ASF):
        return find_asf_end(look(0, ASF_HEAD_BYTES))
    return end + end % 2


def _find_caf_end(look: Read, size: int) -> int:
    """Where its chunks end: at the end of the file, or where the head of another one stands."""
    place = 8
    for _ in range(_MOST_CHUNKS):
        head = look(place, place + _CAF_CHUNK)
        if place >= size or head.startswith(_CAF):
            return place
        place += _CAF_CHUNK + int.from_bytes(head[4:], "big")
    return 0
