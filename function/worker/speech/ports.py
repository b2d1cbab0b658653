"""What the worker needs to recognise speech. `adapters` implements it, `tests/fakes` imitates it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from worker.jobs.deadline import Deadline
    from worker.speech.audio import Decoded, SpeechClip
    from worker.speech.listening import Listening
    from worker.speech.transcript import Recognition
    from worker.video.video import Video


class AudioExtractor(Protocol):
    """FFmpeg."""

    def extract(
        self, video: Video, listening: Listening, folder: Path, deadline: Deadline, flac: Path | None = None
    ) -> Generator[Decoded]:
        """Decode the speech track of a video to PCM while it arrives.

        Args:
            video: read as far as it is decoded.
            listening: which track to decode, and through which filters.
            folder: the workspace, for a video that has to be a file.
            deadline: when the job must be done.
            flac: a file in the workspace that gets the same samples as FLAC, some 56 MB an hour. It starts over with
                every `Beginning` and is complete when the `Recording` comes.

        Yields:
            A `Beginning`, then PCM. After another `Beginning` the sound starts over, decoded in another way. At the end
            a `Recording`, the facts about the whole sound.

        Raises:
            JobError: FFMPEG_FAILED, not media, no audio that can be decoded, too short, too long, crashed, or out of
                time, disk or memory.
            JobError: S3_DOWNLOAD_FAILED, the video stopped coming.
        """
        ...


class SpeechRecogniser(Protocol):
    """CLOVA CSR. Called from several threads at once."""

    default_language: str
    """`lang` of the configured URL, for uploads that name no language."""

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        """Turn one clip of 1 to 55 s into text; silence is an empty text.

        Raises:
            JobError: STT_TIMEOUT, no answer.
            JobError: STT_BAD_RESPONSE, an answer that is not a transcript.
        """
        ...
