"""What stages and processing need from the world. `adapters` provides it, `tests/fakes.py` imitates it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from worker.domain.callbacks import Callback
    from worker.domain.deadlines import Deadline
    from worker.domain.jobs import Job, Source
    from worker.domain.media import AudioFile, AudioFilter, SpeechClip, VideoFile
    from worker.domain.results import Result
    from worker.domain.summaries import ModelAnswer, ModelRequest
    from worker.domain.transcript import Recognition


class Videos(Protocol):
    """The bucket with the uploads."""

    def locate(self, source: Source, deadline: Deadline) -> tuple[Source, str | None]:
        """Find the upload that the event names; the raw key is tried once where the decoded one is missing.

        Returns:
            The source with version, eTag and size as S3 holds them, and the object's `lang` metadata.

        Raises:
            DownloadError: gone, replaced, forbidden or unavailable.
        """
        ...

    def fetch(self, source: Source, path: Path, deadline: Deadline) -> VideoFile:
        """Copy a located source to a file, whole or not at all.

        Raises:
            DownloadError: gone, replaced, forbidden, unavailable or out of time.
        """
        ...


class AudioExtractor(Protocol):
    """FFmpeg."""

    def extract(self, video: VideoFile, audio_filter: AudioFilter, path: Path, deadline: Deadline) -> AudioFile:
        """Decode the speech track of a video to PCM in the file at `path`.

        Raises:
            ExtractionError: not media, no audio, too short, too long, crashed, or out of time, disk or memory.
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

    def find(self, job: Job, deadline: Deadline) -> Result | None:
        """The stored end of this very upload, or None where there is none or it is another upload's.

        Raises:
            UnknownError: the store cannot be read.
        """
        ...

    def store(self, result: Result, subtitles: dict[str, str], deadline: Deadline) -> None:
        """Write the subtitles (file extension -> text) beside the result's key, then the result itself.

        Raises:
            UnknownError: the store cannot be written.
        """
        ...


class Backend(Protocol):
    """The one who is told."""

    def tell(self, callback: Callback, deadline: Deadline) -> None:
        """Deliver a callback; returns when it was accepted with a 2xx.

        Raises:
            CallbackError: refused, unreachable or misconfigured.
        """
        ...


class Queue(Protocol):
    """Where the message came from."""

    def hide(self, receipt: str, seconds: int) -> None:
        """Keep a message invisible for this long from now; a failure is logged, since the queue's own clock stands."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything a pipeline may need."""

    videos: Videos
    audio: AudioExtractor
    speech: SpeechRecogniser
    model: LanguageModel
    results: Results
