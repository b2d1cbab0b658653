"""What a video and its summary need from the world. `adapters` provides it, `tests/fakes` imitates it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from worker.jobs.deadline import Deadline
    from worker.jobs.source import Said, Source
    from worker.llm.model import ModelAnswer, ModelRequest
    from worker.speech.audio import Decoded, Recording, SpeechClip, Video
    from worker.speech.listening import Listening
    from worker.speech.transcript import Recognition
    from worker.tasks.summary.result import Result


class Videos(Protocol):
    """The bucket with the uploads."""

    def locate(self, source: Source, deadline: Deadline) -> tuple[Source, Said]:
        """Find the upload that the event names; the raw key is tried once where the decoded one is missing.

        Returns:
            The source with version, eTag and size as S3 holds them, and what the object's metadata say.

        Raises:
            DownloadError: gone, replaced, forbidden or unavailable.
        """
        ...

    def open(self, source: Source, deadline: Deadline) -> Video:
        """A located source, to be read until the deadline; nothing is fetched yet."""
        ...


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


class LanguageModel(Protocol):
    """Claude."""

    name: str
    """The configured model."""

    def prepare(self) -> None:
        """Begin whatever slow loading the first question would wait for; returns at once."""
        ...

    def answer(self, request: ModelRequest, deadline: Deadline) -> ModelAnswer:
        """Answer one question with JSON text of the requested schema.

        Raises:
            SummaryTimeoutError: no answer.
            SummaryResponseError: refused, truncated, rejected or misconfigured.
        """
        ...


class Results(Protocol):
    """The bucket with the results."""

    def store(self, result: Result, subtitles: dict[str, str], deadline: Deadline) -> None:
        """Write the subtitles (file extension -> text) beside the result's key, then the result itself.

        Raises:
            UnknownError: the store cannot be written.
        """
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything a pipeline may need."""

    videos: Videos
    audio: AudioExtractor
    speech: SpeechRecogniser
    model: LanguageModel
    results: Results
