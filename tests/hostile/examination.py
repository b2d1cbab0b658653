"""One file through the handler: real FFmpeg, all else imitated, and what was wrong with how it went."""

from __future__ import annotations

import contextlib
import io
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tests.builders import Context, s3_message
from tests.fakes.summary import FakeExtractor, FakeRecogniser, FakeVideos
from tests.handler.stage import Stage
from tests.hostile.leftovers import find_leftovers
from tests.hostile.originals import SAYS_NO_LENGTH, SECONDS
from tests.media.store import FFMPEG
from worker.adapters.ffmpeg import FfmpegExtractor, FfmpegProgram
from worker.speech.audio import Recording
from worker.telemetry.log import logger

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from tests.fakes.summary import FakeVideo
    from tests.hostile.corpus import Specimen
    from worker.jobs.deadline import Deadline
    from worker.jobs.source import Source
    from worker.speech.audio import Decoded, SpeechClip
    from worker.speech.listening import Listening
    from worker.speech.transcript import Recognition
    from worker.video.video import Video

ALLOWED_SECONDS = 60.0
"""What Lambda would leave the handler; a file that is given back for want of time has hung."""

MOST_LOG_BYTES = 32_000
SHORTENED = 0.9
"""Less than this share of the intact file's sound is a shortened one."""

_SHORTEST_CLIP = 16_000  # bytes: half a second; the adapter pads it to what CSR hears


@dataclass
class FileVideos(FakeVideos):
    """A bucket that holds one file under every key."""

    content: bytes = b""

    def open(self, source: Source, deadline: Deadline) -> FakeVideo:
        return replace(super().open(source, deadline), content=self.content)


@dataclass
class RealExtractor(FakeExtractor):
    """FFmpeg, and what it made of the last file."""

    last: Recording | None = None

    def extract(
        self, video: Video, listening: Listening, folder: Path, deadline: Deadline, flac: Path | None = None
    ) -> Generator[Decoded]:
        self.last = None
        extractor = FfmpegExtractor(FfmpegProgram(FFMPEG), 1800)
        with contextlib.closing(extractor.extract(video, listening, folder, deadline, flac)) as pieces:
            for piece in pieces:
                self.last = piece if isinstance(piece, Recording) else None
                yield piece


@dataclass
class PickyRecogniser(FakeRecogniser):
    """Remembers clips that should never have been sent: under half a second, or without a sound."""

    empty: int = 0

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        pcm = clip.load()
        self.empty += len(pcm) < _SHORTEST_CLIP or not any(pcm)
        return super().recognise(clip, language, deadline)


@dataclass(frozen=True)
class Verdict:
    """How it went: DONE, PARTIAL or an error code; `heard` are decoded seconds; `faults` shall be empty."""

    name: str
    outcome: str
    message: str
    seconds: float
    heard: float
    log_bytes: int
    faults: list[str] = field(default_factory=list[str])


def examine(specimen: Specimen, scratch: Path) -> Verdict:
    """Deliver a message about this file.

    Args:
        specimen: the file.
        scratch: the folder of jobs' folders, where nothing may stay.

    Returns:
        The verdict; nothing that the handler does is raised.
    """
    ears, extractor = PickyRecogniser(), RealExtractor()
    stage = Stage(FileVideos(content=specimen.content), extractor, ears)
    log = io.StringIO()
    started = time.monotonic()
    failed, error = _deliver(stage, log)
    seconds = time.monotonic() - started
    body = stage.backend.bodies[-1] if stage.backend.bodies else {}
    heard = extractor.last.seconds if extractor.last else 0.0
    faults = [
        *([f"raised {error}"] if error else []),
        *(["given back"] if failed else []),
        *_find_untyped(stage.backend.bodies),
        *([f"{ears.empty} empty clips were sent"] if ears.empty else []),
        *(["shortened without saying so"] if _is_shortened(specimen, body, heard) else []),
        *(["too much was logged"] if len(log.getvalue()) > MOST_LOG_BYTES else []),
        *find_leftovers(scratch),
    ]
    message = str(body.get("error_message", ""))
    return Verdict(specimen.name, _name_outcome(body), message, seconds, heard, len(log.getvalue()), faults)


def _deliver(stage: Stage, log: io.StringIO) -> tuple[list[str], str]:
    """Ids that were given back, and the name of what the handler raised."""
    stream = logger.registered_handler.stream  # type: ignore[attr-defined] - Powertools' handler is a StreamHandler
    logger.registered_handler.stream = log  # type: ignore[attr-defined] - the same
    try:
        with contextlib.redirect_stdout(log):
            return stage.deliver(s3_message(), context=Context((ALLOWED_SECONDS,))), ""
    except Exception as error:  # noqa: BLE001 - that nothing is raised is what is examined
        return [], type(error).__name__
    finally:
        logger.registered_handler.stream = stream  # type: ignore[attr-defined] - the same


def _name_outcome(body: dict[str, Any]) -> str:
    match body:
        case {"status": "DONE", "meta": {"partial": True}}:
            return "PARTIAL"
        case {"status": "DONE"}:
            return "DONE"
        case {"error_code": str(code)}:
            return code
        case _:
            return "nothing told"


def _find_untyped(bodies: list[dict[str, Any]]) -> list[str]:
    outcomes = [_name_outcome(body) for body in bodies]
    good = len(outcomes) == 1 and outcomes[0] in {"DONE", "PARTIAL", "FFMPEG_FAILED"}
    return [] if good else [f"told {outcomes}"]


def _is_shortened(specimen: Specimen, body: dict[str, Any], heard: float) -> bool:
    """Whether sound is missing and nobody is told.

    Two things cannot be known: a clean cut of a container that says no length, and a length that was itself rewritten
    in a file whose bytes are all there.
    """
    if specimen.original is None or specimen.original in SAYS_NO_LENGTH or _name_outcome(body) != "DONE":
        return False
    least = SHORTENED * SECONDS
    return heard < least and (specimen.cut or body["meta"]["video_duration"] >= least)
