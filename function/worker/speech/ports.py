"""What is needed to hear a video: decoding and recognition. `adapters` provides it, `tests/fakes` imitates it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from worker.jobs.deadline import Deadline
    from worker.speech.audio import Decoded, Recording, SpeechClip
    from worker.speech.listening import Listening
    from worker.speech.transcript import Recognition
    from worker.video.video import Video


class AudioExtractor(Protocol):
    """FFmpeg."""

    def extract(
        self, video: Video, listening: Listening, folder: Path, deadline: Deadline
    ) -> Generator[Decoded, None, Recording]:
        """Decode the speech track of a video to PCM while it arrives.

        Args:
            video: is read as far as it is decoded.
            listening: which track is to be heard, and through which filters.
            folder: the workspace, for a video that has to be a file.
            deadline: when the job must be done.

        Yields:
            A `Beginning`, then PCM; after another one the sound from its start anew, made in another way.

        Returns:
            What is known of the sound at its end.

        Raises:
            ExtractionError: not media, no audio that can be decoded, too short, too long, crashed, or out of time,
                disk or memory.
            DownloadError: the video stopped coming.
        """
        ...


class SpeechRecogniser(Protocol):
    """CLOVA CSR. Called from several threads at once."""

    default_language: str
    """`lang` of the configured URL, for objects that say nothing."""

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        """Turn one clip of 1 to 55 s into text; silence is an empty text.

        Raises:
            SpeechTimeoutError: no answer.
            SpeechResponseError: any other answer than a transcript.
        """
        ...
