"""Whether a decoding gave all the sound that a file holds, or should hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.integrity import find_damage, find_missing, find_unread, settle_length
from worker.adapters.ffmpeg.source.followers import FOLLOWS, find_follower
from worker.adapters.ffmpeg.source.fragments import find_fragments_end
from worker.adapters.ffmpeg.source.shortness import find_cut_end, find_shortness
from worker.video.video import Passage

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.adapters.ffmpeg.packets import PacketClock
    from worker.adapters.ffmpeg.report import Decoding, Media
    from worker.adapters.ffmpeg.source.inputs import Input


@dataclass(frozen=True, slots=True)
class Judgement:
    """The seconds that the file declares, None if it declares none, and a sentence for each fault."""

    declared: float | None
    faults: tuple[str, ...]


def judge(source: Input, media: Media, totals: Decoding, seconds: float, look: Callable[[], PacketClock]) -> Judgement:
    """Compare the decoded sound with what the file declares.

    Args:
        source: the file as given to FFmpeg.
        media: what FFmpeg found in it.
        totals: of the decoding.
        seconds: the decoded sound's length.
        look: lists the packets; called if the length alone does not tell.

    Raises:
        JobError: S3_DOWNLOAD_FAILED, the file cannot be read.
    """
    declared = settle_length(media.declared_seconds, seconds, look) if media.loose else media.declared_seconds
    short = find_missing(seconds, declared, look) or _find_end(source, media, totals)
    return Judgement(declared, tuple(fault for fault in (short, find_damage(totals)) if fault))


def _find_end(source: Input, media: Media, totals: Decoding) -> str | None:
    """Report if the file holds, or should hold, more than was read.

    FFmpeg reports this for MP4 and MOV, except for the last fragment, so we do not walk their boxes.
    """
    video, boxed = source.video, media.container.startswith("mov")
    size = None if boxed or source.passage is Passage.FILE else video.size
    unread = find_unread(totals, size)
    if unread or boxed:
        return unread or find_cut_end(video.size, find_fragments_end(video))
    return (FOLLOWS if source.heads.several else None) or find_shortness(video) or find_follower(video)
