"""Finds files with a missing end by their headers (Ogg: by the last page), without reading the rest.

FFmpeg trusts an index at the front of a file, and reports the whole video's length for half of it (measured).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.source.boxes import OddBoxError, list_boxes
from worker.adapters.ffmpeg.source.faststart import begins_with_box, read
from worker.adapters.ffmpeg.source.fragments import find_fragments_end, is_fragmented
from worker.adapters.ffmpeg.source.riff import describe_cut, find_cut
from worker.adapters.ffmpeg.source.stream_ends import find_end

if TYPE_CHECKING:
    from worker.video.video import Video

_EBML, _SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"
_HEAD_BYTES = 256


def find_shortness(video: Video) -> str | None:
    """Report if a file ends before its own header says; None for a file that is whole or declares nothing.

    MP4 and MOV declare the end of their samples or of their last fragment, Matroska and WebM that of their segment; for
    others see `riff` and `stream_ends`. FFmpeg itself reports fragments that are cut before the last.
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
    return find_cut_end(held, end)


def find_cut_end(held: int, end: int) -> str | None:
    """Report if a file declares an end beyond the bytes that it holds."""
    return describe_cut(held, end) if end > held else None


def _find_samples_end(video: Video) -> int:
    """The end that the last box of samples declares; 0 without one."""
    last = 0
    try:
        for box in list_boxes(partial(read, video), 0, video.size):
            last = max(last, box.last) if box.kind == b"mdat" else last
    except OddBoxError:
        pass  # the bytes after the last box are not a box, and declare nothing
    return last


def _find_segment_end(head: bytes) -> int:
    """The end that a Matroska file declares for its segment; 0 without one, as in live recordings."""
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
