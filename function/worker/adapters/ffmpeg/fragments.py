"""MP4 files in fragments, as recorders write them: what their head declares is the length of the first one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.boxes import OddBoxError, list_boxes
from worker.adapters.ffmpeg.relocation import begins_with_box, read

if TYPE_CHECKING:
    from worker.domain.media import Video


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
