"""The speech track of a video, through FFmpeg."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.arguments import probe
from worker.adapters.ffmpeg.cancellation import undo_cancellation
from worker.adapters.ffmpeg.chains import plan_chains
from worker.adapters.ffmpeg.integrity import find_damage, find_missing
from worker.adapters.ffmpeg.ladder import TrackDecoder
from worker.adapters.ffmpeg.pcm import GRACE_SECONDS
from worker.adapters.ffmpeg.program import FfmpegProgram
from worker.adapters.ffmpeg.refusals import refuse_unusable
from worker.adapters.ffmpeg.report import read_media
from worker.adapters.ffmpeg.riff import find_cut
from worker.adapters.ffmpeg.tracks import choose_track
from worker.domain.errors import Condition, failure
from worker.domain.media import SAMPLE_RATE, AudioFile, AudioQuality

if TYPE_CHECKING:
    from pathlib import Path

    from worker.adapters.ffmpeg.ladder import Sound
    from worker.adapters.ffmpeg.report import Media
    from worker.domain.deadlines import Deadline
    from worker.domain.media import AudioFilter, VideoFile

MIN_SECONDS = 0.5
"""Less audio than this is none (docs/sources.md, FFmpeg)."""


class FfmpegExtractor:
    """Implements `ports.AudioExtractor`.

    Args:
        program: path of FFmpeg; settings name `FFMPEG_PATH`.
        max_seconds: longest video that is accepted; settings name `MAX_VIDEO_SECONDS`.
        memory_bytes: address space of a run; usual videos need under 384 MB (measured).
    """

    def __init__(self, program: str, max_seconds: float, memory_bytes: int = 2 * 1024**3) -> None:
        self._program = FfmpegProgram(program, memory_bytes)
        self._max_seconds = max_seconds

    def extract(self, video: VideoFile, audio_filter: AudioFilter, path: Path, deadline: Deadline) -> AudioFile:
        """Decode the speech track of a video to PCM in the file at `path`.

        Of several tracks the first marked as default is taken, else the first. The workspace is the video's folder.

        Raises:
            ExtractionError: not media, no audio, too short, too long, crashed, or out of time, disk or memory.
        """
        media = self._probe(video.path, deadline)
        track = choose_track(media.tracks)
        decoder = TrackDecoder(self._program, video.path, track, self._max_seconds, deadline)
        sound = decoder.decode_by_ladder(plan_chains(audio_filter, media.version), path)
        if track.stereo:
            sound = undo_cancellation(decoder, sound, path)
        return _judge(decoder, media, sound, path)

    def _probe(self, video: Path, deadline: Deadline) -> Media:
        ended = self._program.run(probe(video), video.parent, deadline)
        media = read_media(ended.lines)
        refuse_unusable(ended, media)
        if media.declared_seconds is not None and media.declared_seconds > self._max_seconds + GRACE_SECONDS:
            declared, most = f"{media.declared_seconds:.0f} s", f"{self._max_seconds:.0f} s"
            sentence = f"FFMPEG: the video is {declared} long; at most {most} are accepted."
            raise failure(Condition.VIDEO_TOO_LONG, sentence)
        return media


def _judge(decoder: TrackDecoder, media: Media, sound: Sound, path: Path) -> AudioFile:
    """Describe the decoded audio, or refuse it as too little."""
    seconds = sound.samples / SAMPLE_RATE
    if seconds < MIN_SECONDS:
        raise failure(Condition.AUDIO_TOO_SHORT, f"FFMPEG: only {seconds:.2f} s of audio could be decoded.")
    missing = find_missing(seconds, media.declared_seconds, decoder.list_packets)
    cut = missing or find_cut(decoder.video)
    findings = tuple(finding for finding in (cut, find_damage(sound.totals)) if finding)
    return AudioFile(
        path=path,
        samples=sound.samples,
        delay=sound.chain.delay,
        video_seconds=seconds if media.declared_seconds is None else media.declared_seconds,
        quality=AudioQuality.LOW if findings else sound.chain.quality,
        partial=bool(findings),
        warnings=(*sound.warnings, *findings),
    )
