"""The facts of a video, and a picture of it, from FFmpeg."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.packets import read_packets
from worker.adapters.ffmpeg.pictures.arguments import packet_arguments, picture_arguments, plan_renderings
from worker.adapters.ffmpeg.pictures.report import PictureTrack, read_audio_codecs, read_jpeg, read_picture_track
from worker.adapters.ffmpeg.process.program import FfmpegProgram, consume
from worker.adapters.ffmpeg.report import read_decoding, read_media
from worker.adapters.ffmpeg.source.edit_lists import PICTURES
from worker.adapters.ffmpeg.source.flv_heads import is_flv
from worker.adapters.ffmpeg.source.followers import find_follower
from worker.adapters.ffmpeg.source.fragments import is_fragmented
from worker.adapters.ffmpeg.source.open import probe_video
from worker.adapters.ffmpeg.source.shortness import find_shortness
from worker.jobs.errors import NO_PICTURE, NOT_MEDIA, JobError
from worker.video.facts import MediaFacts

if TYPE_CHECKING:
    from pathlib import Path

    from worker.adapters.ffmpeg.source.inputs import Input
    from worker.jobs.deadline import Deadline
    from worker.video.facts import Picture
    from worker.video.video import Video

MOST_BYTES = 16 * 1024 * 1024
"""Of a JPEG; the largest picture that is taken has 1.6 million pixels."""

LONGEST = 2.0**31 - 1
"""Seconds that a database row can hold; a damaged header may declare more, and then the packets are listed."""


@dataclass(frozen=True, slots=True)
class FfmpegPictures:
    """Implements `tasks.catalog.ports.Pictures`.

    Reads only a video's index and what precedes the picture, but all of a video whose header declares no length.
    """

    program: FfmpegProgram

    def examine(self, video: Video, folder: Path, deadline: Deadline) -> MediaFacts:
        source, lines = probe_video(self.program, video, PICTURES, folder, deadline)
        media, track, codecs = read_media(lines), read_picture_track(lines), read_audio_codecs(lines)
        if not media.opened:
            raise JobError(NOT_MEDIA, "FFMPEG", "the file is not a video that can be read.")
        if track is None:
            raise JobError(NO_PICTURE, "FFMPEG", "the video has no track of pictures.")
        cut = (find_shortness(video) or find_follower(video)) is not None
        loose = cut or media.loose or is_flv(video) or is_fragmented(video)
        seconds = None if loose else media.declared_seconds
        if seconds is None or not 0 < seconds < LONGEST:
            seconds, broken_off = self._measure(source, folder, deadline)
            cut = cut or broken_off
        return replace(_describe(track, codecs, seconds, video.size), partial=cut)

    def grab(self, video: Video, facts: MediaFacts, moment: float, folder: Path, deadline: Deadline) -> Picture | None:
        source, _ = probe_video(self.program, video, PICTURES, folder, deadline)
        for rendering in plan_renderings(facts.video_codec, hdr=facts.hdr):
            jpeg = bytearray()

            def keep(piece: bytes, jpeg: bytearray = jpeg) -> None:
                jpeg.extend(piece[: MOST_BYTES - len(jpeg)])

            arguments = picture_arguments(source.address, moment, rendering)
            consume(self.program.run(arguments, folder, deadline, source.feed()), keep)
            picture = read_jpeg(bytes(jpeg))
            if picture is not None:
                return picture
        return None

    def _measure(self, source: Input, folder: Path, deadline: Deadline) -> tuple[float, bool]:
        """Read the whole video without decoding it; return when its last packet ends and whether more should follow."""
        run = self.program.run(packet_arguments(source.address), folder, deadline, source.feed())
        clock, ended = read_packets(run)
        return clock.file_end, read_decoding(ended.lines).broken_off or source.heads.several


def _describe(track: PictureTrack, codecs: tuple[str, ...], seconds: float, size: int) -> MediaFacts:
    return MediaFacts(
        seconds=seconds,
        width=track.width,
        height=track.height,
        frame_rate=track.frame_rate,
        video_codec=track.codec,
        audio_codec=codecs[0] if codecs else None,
        audio_tracks=len(codecs),
        bit_rate=round(size * 8 / seconds) if seconds else 0,
        hdr=track.hdr,
    )
