"""Take the speech track out of the video."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.observability import MetricUnit, count, note, stage

if TYPE_CHECKING:
    from worker.domain.media import AudioFile, AudioFilter, VideoFile
    from worker.ports import AudioExtractor
    from worker.workspace import Workspace


@stage("FFMPEG")
def extract_audio(
    video: VideoFile, extractor: AudioExtractor, audio_filter: AudioFilter, workspace: Workspace
) -> AudioFile:
    """Decode the speech track to 16 kHz mono PCM in the workspace's `audio.pcm`.

    Raises:
        ExtractionError: not media, no audio, too short, too long, crashed, or out of time, disk or memory.
    """
    audio = extractor.extract(video, audio_filter, workspace.file("audio.pcm"), workspace.deadline)
    count("AudioBytes", audio.size, MetricUnit.Bytes)
    count("VideoSeconds", audio.video_seconds, MetricUnit.Seconds)
    note(audio_bytes=audio.size, audio_quality=audio.quality)
    return audio
