"""The speech track of a video, from FFmpeg."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.judgement import judge
from worker.adapters.ffmpeg.process.program import FfmpegProgram
from worker.adapters.ffmpeg.refusals import refuse_long, refuse_unusable
from worker.adapters.ffmpeg.report import read_media
from worker.adapters.ffmpeg.source.edit_lists import SOUND
from worker.adapters.ffmpeg.source.open import probe_video
from worker.adapters.ffmpeg.speech.chains import plan_chains
from worker.adapters.ffmpeg.speech.choice import rank_groups, warn_of_unheard
from worker.adapters.ffmpeg.speech.fallback import TrackDecoder
from worker.adapters.ffmpeg.speech.flac import declare_samples
from worker.adapters.ffmpeg.speech.hearing import MIN_SECONDS, hear_first, undo_cancellation
from worker.jobs.errors import AUDIO_TOO_SHORT, JobError
from worker.speech.audio import SAMPLE_RATE, AudioQuality, Recording

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from worker.adapters.ffmpeg.report import Media
    from worker.adapters.ffmpeg.speech.fallback import Sound
    from worker.jobs.deadline import Deadline
    from worker.speech.audio import Decoded
    from worker.speech.listening import Listening
    from worker.video.video import Video


@dataclass(frozen=True, slots=True)
class FfmpegExtractor:
    """Implements `speech.ports.AudioExtractor`; `max_seconds` is the length of the longest video that is accepted."""

    program: FfmpegProgram
    max_seconds: float

    def extract(
        self, video: Video, listening: Listening, folder: Path, deadline: Deadline, flac: Path | None = None
    ) -> Generator[Decoded]:
        source, lines = probe_video(self.program, video, SOUND, folder, deadline)
        media = read_media(lines)
        refuse_unusable(media)
        groups = rank_groups(tuple(track for track in media.tracks if track.plausible), listening)
        decoder = TrackDecoder(self.program, source, folder, groups[0], media.clock, self.max_seconds, deadline, flac)
        refuse_long(media, self.max_seconds, decoder.list_packets)
        decoder, sound = yield from hear_first(decoder, groups, plan_chains(listening.audio_filter, media.version))
        if [track.stereo for track in decoder.tracks] == [True]:
            sound = yield from undo_cancellation(decoder, sound)
        unheard = warn_of_unheard(media.tracks, decoder.tracks, listening)
        recording = _judge(decoder, media, replace(sound, warnings=(*unheard, *sound.warnings)))
        if flac is not None:
            declare_samples(flac, recording.samples)
        yield recording


def _judge(decoder: TrackDecoder, media: Media, sound: Sound) -> Recording:
    """Describe the decoded audio, or refuse it as too short."""
    seconds = sound.samples / SAMPLE_RATE
    if seconds < MIN_SECONDS:
        raise JobError(AUDIO_TOO_SHORT, "FFMPEG", f"only {seconds:.2f} s of audio could be decoded.")
    judgement = judge(decoder.source, media, sound.totals, seconds, cache(decoder.list_packets))
    faults = judgement.faults
    return Recording(
        samples=sound.samples,
        video_seconds=max(seconds, judgement.declared or 0.0),  # an MP4 may declare only its first fragments
        quality=AudioQuality.LOW if faults else sound.chain.quality,
        partial=bool(faults),
        warnings=(*sound.warnings, *faults),
        passage=decoder.source.passage,
    )
