"""Refuses the probed files that are not worth decoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.integrity import GRACE_SECONDS, settle_length
from worker.jobs.errors import (
    FFMPEG_CRASHED,
    FFMPEG_KILLED,
    FFMPEG_MISSING,
    NO_AUDIO,
    NOT_MEDIA,
    VIDEO_TOO_LONG,
    JobError,
)
from worker.speech.audio import RATES

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.adapters.ffmpeg.packets import PacketClock
    from worker.adapters.ffmpeg.process.program import Ended
    from worker.adapters.ffmpeg.report import Media


def refuse_broken(ended: Ended, media: Media) -> None:
    """Refuse a probe that FFmpeg did not survive; what it found does not matter here.

    Args:
        ended: how the probe ended.
        media: what it said.

    Raises:
        JobError: FFMPEG_FAILED, killed, crashed, or not FFmpeg.
    """
    if ended.killed:
        raise JobError(FFMPEG_KILLED, "FFMPEG", "it was killed while it opened the video.")
    if ended.status < 0:
        sentence = f"it crashed while it opened the video, status {ended.status}."
        raise JobError(FFMPEG_CRASHED, "FFMPEG", sentence)
    if not media.version:
        sentence = f"the configured program does not run, status {ended.status}."
        raise JobError(FFMPEG_MISSING, "FFMPEG", sentence, setting="FFMPEG_PATH")


def refuse_unusable(media: Media) -> None:
    """Refuse a video that did not open, or has no audio track with a plausible rate.

    Raises:
        JobError: FFMPEG_FAILED, not media, or no audio.
    """
    if not media.opened:
        raise JobError(NOT_MEDIA, "FFMPEG", "the file is not a video that can be read.")
    if not media.tracks:
        raise JobError(NO_AUDIO, "FFMPEG", "the video has no audio track.")
    if not any(track.plausible for track in media.tracks):
        raise explain_rate(media.tracks[0].rate)


def refuse_long(media: Media, max_seconds: float, look: Callable[[], PacketClock]) -> None:
    """Refuse a video that is too long.

    Args:
        media: what its container says.
        max_seconds: length of the longest video that is accepted.
        look: lists the packets; called only if the video is too long, perhaps for its subtitles alone.

    Raises:
        JobError: FFMPEG_FAILED, longer than it may be.
        JobError: S3_DOWNLOAD_FAILED, the video stopped coming.
    """
    seconds = media.declared_seconds
    if seconds is not None and seconds > max_seconds + GRACE_SECONDS and media.loose:
        seconds = settle_length(seconds, 0.0, look)
    if seconds is not None and seconds > max_seconds + GRACE_SECONDS:
        declared, most = f"{seconds:.0f} s", f"{max_seconds:.0f} s"
        raise JobError(VIDEO_TOO_LONG, "FFMPEG", f"the video is {declared} long; at most {most} are accepted.")


def explain_rate(rate: int) -> JobError:
    """The error for sound with an implausible rate."""
    taken = f"{RATES.start} to {RATES.stop - 1} are taken"
    return JobError(NOT_MEDIA, "FFMPEG", f"its sound has {rate} samples a second; {taken}.")
