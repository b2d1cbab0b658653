"""Files of which the end is missing, told by their heads (Ogg: by its last page) without reading the rest.

FFmpeg believes an index at the front of a file, and says the length of the whole video of half of it (measured).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.source.boxes import OddBoxError, list_boxes
from worker.adapters.ffmpeg.source.fragments import find_fragments_end, is_fragmented
from worker.adapters.ffmpeg.source.relocation import begins_with_box, read
from worker.adapters.ffmpeg.source.riff import find_cut, tell_missing
from worker.adapters.ffmpeg.source.stream_ends import find_end

if TYPE_CHECKING:
    from worker.video.video import Video

_EBML, _SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"
_HEAD_BYTES = 256


def find_shortness(video: Video) -> str | None:
    """Say so when a file ends before its own head says; None for a file that is whole or says nothing.

    MP4 and MOV say it of their samples or of their last fragment, Matroska and WebM of their segment, others as `riff`
    and `stream_ends` tell. Of the fragments before the last FFmpeg tells it.

    Raises:
        DownloadError: the video cannot be read.
    """
    look, held = partial(read, video), video.size
    if begins_with_box(video):
        end = find_fragments_end(video) if is_fragmented(video) else _find_samples_end(video)
    elif (head := look(0, _HEAD_BYTES)).startswith(_EBML):
        end = _find_segment_end(head)
    elif cut := find_cut(look, held):
        return cut
    else:
        end = find_end(look, held)
    return tell_end(held, end)


def tell_end(held: int, end: int) -> str | None:
    """Say so when a file of so many bytes says that it ends behind them."""
    return tell_missing(held, end) if end > held else None


def _find_samples_end(video: Video) -> int:
    """Where the last box of samples says that it ends; 0 without one."""
    last = 0
    try:
        for box in list_boxes(partial(read, video), 0, video.size):
            last = max(last, box.last) if box.kind == b"mdat" else last
    except OddBoxError:
        pass  # what stands behind the last box is none, and says nothing
    return last


def _find_segment_end(head: bytes) -> int:
    """Where a Matroska file says that its segment ends; 0 where it does not, as one that was recorded live."""
    place = len(_EBML)
    size, content = _read_size(head, place)
    segment = content + size
    if head[segment : segment + len(_SEGMENT)] != _SEGMENT:
        return 0
    size, content = _read_size(head, segment + len(_SEGMENT))
    unknown = (1 << 7 * (content - segment - len(_SEGMENT))) - 1
    return 0 if size == unknown else content + size


def _read_size(head: bytes, place: int) -> tuple[int, int]:
    """A size of variable length (RFC 8794, section 4), and where its content begins."""
    length = 9 - head[place].bit_length() if head[place : place + 1] else 1
    value = int.from_bytes(head[place : place + length], "big")
    return value & ((1 << 7 * length) - 1), place + length
