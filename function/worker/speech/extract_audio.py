"""Extract the speech from the video while it arrives."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

from worker.speech.audio import Recording
from worker.speech.clips.find_speech import find_speech
from worker.telemetry.metrics import MetricUnit, count
from worker.telemetry.stages import StageRun, begin_step

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from worker.jobs.workspace import Workspace
    from worker.speech.audio import SpeechClip
    from worker.speech.listening import Listening
    from worker.speech.ports import AudioExtractor
    from worker.video.download import Download


class Speech:
    """Clips in time order, cut while the rest is decoded; can be iterated once.

    The constructor cuts the first clip, so it raises the errors of a video that cannot be opened or decoded.

    Attributes:
        unwanted: any thread may set it to get no more clips; decoding then ends at once, as if out of time.
    """

    def __init__(self, pieces: Generator[SpeechClip | Recording], unwanted: Event) -> None:
        self.unwanted = unwanted
        self._recording: Recording | None = None
        self._clips = self._take_clips(pieces)
        self._first = next(self._clips, None)

    def __iter__(self) -> Iterator[SpeechClip]:
        """Decode up to each next clip."""
        if self._first is not None:
            yield self._first
            yield from self._clips

    def close(self) -> None:
        """Stop decoding."""
        self._clips.close()

    @property
    def recording(self) -> Recording:
        """The facts about the sound, available once the last clip was taken."""
        assert self._recording is not None  # noqa: S101 - the pipeline asks after the transcript
        return self._recording

    def _take_clips(self, pieces: Generator[SpeechClip | Recording]) -> Generator[SpeechClip]:
        with closing(pieces):
            for piece in pieces:
                if isinstance(piece, Recording):
                    self._recording = piece
                else:
                    yield piece


def extract_audio(download: Download, extractor: AudioExtractor, listening: Listening, workspace: Workspace) -> Speech:
    """Decode the speech track to 16 kHz mono PCM and cut it into clips, which wait in the workspace.

    Returns:
        The clips. Iterating over them raises the same errors.

    Raises:
        JobError: FFMPEG_FAILED, not media, no audio that can be decoded, too short, too long, crashed, or out of time,
            disk or memory.
        JobError: S3_DOWNLOAD_FAILED, the video stopped coming.
    """
    begin_step("DOWNLOAD+FFMPEG")
    unwanted = Event()
    until = replace(workspace, deadline=workspace.deadline.unless(unwanted))
    return Speech(_extract(download, extractor, listening, until), unwanted)


def _extract(
    download: Download, extractor: AudioExtractor, listening: Listening, workspace: Workspace
) -> Generator[SpeechClip | Recording]:
    run = StageRun("FFMPEG")
    try:
        decoded = extractor.extract(download.video, listening, workspace.folder, workspace.deadline)
        with closing(find_speech(decoded, workspace)) as pieces:
            for piece in pieces:
                if isinstance(piece, Recording):
                    download.done(fetched=not piece.recalled)
                    count("AudioBytes", piece.size, MetricUnit.Bytes)
                    count("VideoSeconds", piece.video_seconds, MetricUnit.Seconds)
                    run.done(audio_bytes=piece.size, audio_quality=piece.quality, passage=piece.passage)
                yield piece
    finally:
        download.run.stop()
        run.stop()
