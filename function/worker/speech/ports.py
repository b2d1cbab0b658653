"""What the worker needs to recognise speech. `adapters` implements it, `tests/fakes` imitates it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from worker.jobs.deadline import Deadline
    from worker.speech.audio import Decoded, SpeechClip
    from worker.speech.listening import Listening
    from worker.speech.transcript import Recognition, Segment, Speaker
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


class LongFormRecogniser(Protocol):
    """CLOVA Speech's long-form recognition, which works on a recording after it was submitted."""

    default_language: str
    """`CLOVA_SPEECH_LANGUAGE`, for uploads that name no language."""

    speakers: bool
    """Whether speakers are told apart, which costs more."""

    def submit(self, flac: Path, language: str, deadline: Deadline) -> str:
        """Hand a recording in; it is paid for once it is taken. A call with an unknown outcome is not repeated.

        Returns:
            The token to ask for the result with.

        Raises:
            JobError: STT_TIMEOUT, no answer.
            JobError: STT_BAD_RESPONSE, refused. `spent` has the seconds if it may have been taken all the same.
        """
        ...

    def look(self, token: str, deadline: Deadline) -> bytes | None:
        """Ask for a result.

        Returns:
            The raw result, for `read`; None while there is none.

        Raises:
            JobError: STT_FAILED, STT_LOST (a new submission may help) or STT_GAVE_UP: there will be no result.
            JobError: STT_TIMEOUT or STT_BAD_RESPONSE, no usable answer to this question.
        """
        ...

    def read(self, raw: bytes) -> tuple[tuple[Segment, ...], tuple[Speaker, ...]]:
        """The segments of a raw result with their words, and the speakers; times count from the recording's start.

        Raises:
            JobError: STT_BAD_RESPONSE, another shape.
        """
        ...
