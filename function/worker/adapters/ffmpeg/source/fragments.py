"""MP4 files in fragments, as recorders write them: the header declares only the first fragment's length.

Only the end of the file tells whether the last fragment is whole.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.source.boxes import OddBoxError, list_boxes
from worker.adapters.ffmpeg.source.faststart import begins_with_box, read

if TYPE_CHECKING:
    from worker.video.video import Video

_TAIL_BYTES = 256 * 1024
"""How far from the end to look for the last fragment's index; for a minute of video it has about 0.1 MB."""

_INDEX, _FIRST_INSIDE = b"moof", b"mfhd"
_KINDS = frozenset({_INDEX, b"mdat", b"styp", b"sidx", b"emsg", b"prft"})
"""The boxes of fragments. Boxes after the last fragment (`mfra`, `free`, a writer's junk) hold no sound."""

_HEAD_BYTES = 8
"""A box's header: its length and its kind."""


def is_fragmented(video: Video) -> bool:
    """Whether a video is an MP4 whose index announces fragments (`mvex`)."""
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
    """The end that the last fragment declares; 0 for a file without one near its end.

    FFmpeg reports missing samples of a fragment, but not a file that ends within the fragment's own index, or right
    after it (measured). A file that ends between two fragments looks whole.
    """
    first = max(video.size - _TAIL_BYTES, 0)
    tail = read(video, first, video.size)
    index = _find_last_index(tail)
    return 0 if index < 0 else first + _follow(tail, index)


def _find_last_index(tail: bytes) -> int:
    """Where its box begins; -1 without one. Its first inner box distinguishes it from samples with the same bytes."""
    place = len(tail)
    while (place := tail.rfind(_INDEX, 0, place)) >= 0:
        kind = tail[place + _HEAD_BYTES : place + _HEAD_BYTES + len(_FIRST_INSIDE)]
        if _FIRST_INSIDE.startswith(kind):
            return place + len(_INDEX) - _HEAD_BYTES
    return -1


def _follow(tail: bytes, index: int) -> int:
    """Where the boxes from this one on end; after an index at least the header of one more box must follow."""
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
