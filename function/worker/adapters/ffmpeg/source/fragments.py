"""MP4 files in fragments, as recorders write them: what their head declares is the length of the first one.

Whether the last one is whole only the end of the file tells.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.source.boxes import OddBoxError, list_boxes
from worker.adapters.ffmpeg.source.relocation import begins_with_box, read

if TYPE_CHECKING:
    from worker.video.video import Video

_TAIL_BYTES = 256 * 1024
"""How far from the end the last fragment's index is looked for; that of a minute of video has about 0.1 MB."""

_INDEX, _FIRST_INSIDE = b"moof", b"mfhd"
_KINDS = frozenset({_INDEX, b"mdat", b"styp", b"sidx", b"emsg", b"prft"})
"""What fragments are made of. What follows the last one (`mfra`, `free`, a writer's junk) holds no sound."""

_HEAD_BYTES = 8
"""Of a box: its length and its kind."""


def is_fragmented(video: Video) -> bool:
    """Whether a video is an MP4 whose index announces fragments (`mvex`).

    Raises:
        DownloadError: the video cannot be read.
    """
    if not begins_with_box(video):
        return False
    look = partial(read, video)
    try:
        index = next((box for box in list_boxes(look, 0, video.size) if box.kind == b"moov"), None)
        inner = list_boxes(look, index.content, index.last) if index else ()
        return any(box.kind == b"mvex" for box in inner)
    except OddBoxError:
        return False


def find_fragments_end(video: Video) -> int:
    """Where the last fragment says that it ends; 0 for a file without one near its end.

    FFmpeg says so of a fragment's samples, and nothing where the file ends amid the fragment's own index, or behind it
    (measured). One that ends between two fragments tells nothing.

    Raises:
        DownloadError: the video cannot be read.
    """
    first = max(video.size - _TAIL_BYTES, 0)
    tail = read(video, first, video.size)
    index = _find_last_index(tail)
    return 0 if index < 0 else first + _follow(tail, index)


def _find_last_index(tail: bytes) -> int:
    """Where its box begins; -1 without one. The box that stands first in it tells it from samples of the same bytes."""
    place = len(tail)
    while (place := tail.rfind(_INDEX, 0, place)) >= 0:
        kind = tail[place + _HEAD_BYTES : place + _HEAD_BYTES + len(_FIRST_INSIDE)]
        if _FIRST_INSIDE.startswith(kind):
            return place + len(_INDEX) - _HEAD_BYTES
    return -1


def _follow(tail: bytes, index: int) -> int:
    """Where the boxes end that begin with this one; behind an index there are samples at least."""
    end = index
    try:
        for box in list_boxes(lambda first, last: tail[first:last], index, len(tail)):
            if box.kind not in _KINDS:
                break
            end = box.last + _HEAD_BYTES * (box.kind == _INDEX)
    except OddBoxError:
        rest = tail[end:]
        return end + _HEAD_BYTES * (len(rest) < _HEAD_BYTES and any(rest))
    return end
