"""What stages and processing need from the world. `adapters` provides it, `tests/fakes.py` imitates it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from worker.domain.assets import MediaFacts, Picture, VideoAsset
    from worker.domain.callbacks import Callback
    from worker.domain.contents import Content
    from worker.domain.deadlines import Deadline
    from worker.domain.jobs import Job, Source
    from worker.domain.ledger import Entry, EntryName
    from worker.domain.media import AudioFilter, Decoded, Recording, SpeechClip, Video
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

    def open(self, source: Source, deadline: Deadline) -> Video:
        """A located source, to be read until the deadline; nothing is fetched yet."""
        ...


class AudioExtractor(Protocol):
    """FFmpeg."""

    def extract(
        self, video: Video, audio_filter: AudioFilter, folder: Path, deadline: Deadline
    ) -> Generator[Decoded, None, Recording]:
        """Decode the speech track of a video to PCM while it arrives.

        Args:
            video: is read as far as it is decoded.
            audio_filter: the filters that are asked for.
            folder: the workspace, for a video that has to be a file.
            deadline: when the job must be done.

        Yields:
            A `Beginning`, then PCM; after another one the sound from its start anew, made in another way.

        Returns:
            What is known of the sound at its end.

        Raises:
            ExtractionError: not media, no audio, too short, too long, crashed, or out of time, disk or memory.
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


class Artefacts(Protocol):
    """What a job keeps under `work/` so that a later attempt need not make or pay it again."""

    def recall(self, job: Job, name: str) -> bytes | None:
        """What was kept under this name, or None.

        Raises:
            UnknownError: the store cannot be read.
        """
        ...

    def keep(self, job: Job, name: str, body: bytes) -> None:
        """Keep it for the other attempts of this upload.

        Raises:
            UnknownError: the store cannot be written.
        """
        ...


class Ledger(Protocol):
    """Who works on what, and how it ended."""

    def read(self, job_id: str) -> list[Entry]:
        """Every generation of a job, as it stands at this moment.

        Raises:
            UnknownError: the ledger cannot be read.
        """
        ...

    def due(self, now: float, most: int) -> list[EntryName]:
        """What the sweep has to look after, longest due first; may be behind by a moment, so read before acting.

        Args:
            now: seconds since 1970.
            most: how many to name at most.

        Raises:
            UnknownError: the ledger cannot be read.
        """
        ...

    def write(self, entry: Entry) -> None:
        """Store an entry over its revision before.

        Raises:
            StaleEntryError: another worker has written since.
            UnknownError: the ledger cannot be written.
        """
        ...


class Backend(Protocol):
    """The one who is told."""

    def tell(self, callback: Callback, deadline: Deadline) -> None:
        """Deliver a callback to its `url`, or to the backend's own address; returns when it was accepted with a 2xx.

        Raises:
            CallbackError: refused, unreachable, misconfigured, or a `url` that is not allowed.
        """
        ...


class Queue(Protocol):
    """Where the message came from."""

    def hide(self, receipt: str, seconds: int) -> None:
        """Keep a message invisible for this long from now; a failure is logged, since the queue's own clock stands."""
        ...

    def extend(self, receipt: str, seconds: int) -> None:
        """The same while the message is still worked on."""
        ...

    def send_again(self, body: str, seconds: int, sent_at: float) -> bool:
        """Send a body as a new message that appears after this long, at most 900 s; whether that succeeded.

        `sent_at` is when it was sent first, so that it is not taken for a redrive.
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


class Pictures(Protocol):
    """FFmpeg, for the catalogue. Of a video it reads what it needs, never all of it for one picture."""

    def examine(self, video: Video, folder: Path, deadline: Deadline) -> MediaFacts:
        """Say what a video is; `folder` is the workspace, for one that has to be a file.

        Raises:
            ExtractionError: not media, without pictures, or out of time.
            DownloadError: the video cannot be read.
        """
        ...

    def take(self, video: Video, facts: MediaFacts, moment: float, folder: Path, deadline: Deadline) -> Picture | None:
        """Take the first picture from a moment (seconds) on, upright and as a usual screen shows it.

        Returns:
            The picture, or None where there is none; how FFmpeg ended proves nothing.

        Raises:
            ExtractionError: out of time, or no FFmpeg.
            DownloadError: the video cannot be read.
        """
        ...


class Thumbnails(Protocol):
    """Where pictures are kept."""

    def store(self, key: str, jpeg: bytes, deadline: Deadline) -> str:
        """Write a picture over the one under the same key; returns its address, `s3://bucket/key`.

        Raises:
            UnknownError: the store cannot be written.
        """
        ...


class Catalog(Protocol):
    """The catalogue's API."""

    def publish(self, content_id: int, content: Content, deadline: Deadline) -> None:
        """Write a content over the one of the same number, or as a new one.

        Raises:
            CatalogError: refused, unreachable or misconfigured.
        """
        ...


class Assets(Protocol):
    """The catalogue's database."""

    def number(self, content: Content, asset: VideoAsset, deadline: Deadline) -> int:
        """The number of a content; one without gets that of its video's row, which is made with it where it is new.

        Raises:
            DatabaseError: unreachable, busy or misconfigured.
        """
        ...

    def record(self, content_id: int, asset: VideoAsset, deadline: Deadline) -> None:
        """Write a video's row over the one of the same address, or as a new one.

        Raises:
            DatabaseError: no such content, unreachable, busy or misconfigured.
        """
        ...


@dataclass(frozen=True, slots=True)
class CatalogPorts:
    """Everything the catalogue's pipeline needs."""

    videos: Videos
    pictures: Pictures
    thumbnails: Thumbnails
    catalog: Catalog
    assets: Assets
