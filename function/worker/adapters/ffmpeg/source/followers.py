"""A second recording after the first one in a file, where FFmpeg stops silently (measured)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.source.boxes import OddBoxError, list_boxes
from worker.adapters.ffmpeg.source.faststart import begins_with_box, read
from worker.adapters.ffmpeg.source.fragments import is_fragmented
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
    """Report if another recording begins where the first one declares its end; None for every other file."""
    look = partial(read, video)
    if begins_with_box(video):
        # Each fragment would need a request to S3, and FFmpeg reports a second index after them.
        return FOLLOWS if not is_fragmented(video) and _has_two_indexes(look, video.size) else None
    end = _find_end(look, video.size)
    return FOLLOWS if 0 < end < video.size and _is_head(look(end, end + _HEAD)) else None


def _has_two_indexes(look: Read, size: int) -> bool:
    """FFmpeg reads only what the first index of an MP4 or MOV lists."""
    indexes = 0
    try:
        for box in list_boxes(look, 0, size):
            indexes += box.kind == b"moov"
    except OddBoxError:
        pass  # the bytes after the last box are not a box
    return indexes > 1


def _is_head(head: bytes) -> bool:
    form = head[:4] + head[8:12]
    return form in _FORMS | _LARGE or _is_w64(head) or head.startswith((_CAF, ASF))


def _is_w64(head: bytes) -> bool:
    return head.startswith(b"riff") and head[24:28] == b"wave"


def _find_end(look: Read, size: int) -> int:
    """The end that a recording declares, padded as its kind requires; 0 for another kind."""
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
    """Where its chunks end: at the end of the file, or at the header of another one."""
    place = 8
    for _ in range(_MOST_CHUNKS):
        head = look(place, place + _CAF_CHUNK)
        if place >= size or head.startswith(_CAF):
            return place
        place += _CAF_CHUNK + int.from_bytes(head[4:], "big")
    return 0
