"""Which probed files are not worth decoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.domain.errors import Condition, failure

if TYPE_CHECKING:
    from worker.adapters.ffmpeg.program import Ended
    from worker.adapters.ffmpeg.report import Media


def refuse_unusable(ended: Ended, media: Media) -> None:
    """Pass a file that opened and has an audio track.

    Args:
        ended: how the probe ended.
        media: what it said.

    Raises:
        ExtractionError: killed, crashed, not FFmpeg, not media, or no audio.
    """
    if ended.killed:
        raise failure(Condition.FFMPEG_KILLED, "FFMPEG: it was killed while it opened the video.")
    if ended.status < 0:
        sentence = f"FFMPEG: it crashed while it opened the video, status {ended.status}."
        raise failure(Condition.FFMPEG_CRASHED, sentence)
    if not media.version:
        sentence = f"FFMPEG: the configured program does not run, status {ended.status}."
        raise failure(Condition.FFMPEG_MISSING, sentence, setting="FFMPEG_PATH")
    if not media.opened:
        raise failure(Condition.NOT_MEDIA, "FFMPEG: the file is not a video that can be read.")
    if not media.tracks:
        raise failure(Condition.NO_AUDIO, "FFMPEG: the video has no audio track.")
