"""Extract as the pipeline does, and listen to what came out."""

from __future__ import annotations

import array
import itertools
import math
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.media.store import FFMPEG
from worker.adapters.ffmpeg import FfmpegExtractor, FfmpegProgram
from worker.jobs.deadline import Deadline
from worker.speech.audio import SAMPLE_RATE, AudioFilter, Beginning, Decoded, Recording
from worker.speech.listening import Listening

if TYPE_CHECKING:
    from collections.abc import Generator

PATIENCE = 60.0


def listen_through(audio_filter: AudioFilter) -> Listening:
    """To whichever track is best for Korean."""
    return Listening(audio_filter, "Kor")


@dataclass(frozen=True)
class FileVideo:
    """A video that comes from a file in small pieces."""

    path: Path
    piece: int = 1_000_000

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    def stream(self, first: int, last: int) -> Generator[bytes]:
        with self.path.open("rb") as file:
            file.seek(first)
            while piece := file.read(max(0, min(self.piece, last - file.tell()))):
                yield piece


@dataclass(frozen=True)
class Heard(Recording):
    """A recording with its sound."""

    pcm: bytes = b""
    delay: float = 0.0


def extract(
    clip: Path,
    workspace: Path,
    *,
    audio_filter: AudioFilter = AudioFilter.SPEECH,
    max_seconds: float = 3_600.0,
    program: str = FFMPEG,
) -> Heard:
    """Stream a clip and take its speech out."""
    extractor = FfmpegExtractor(FfmpegProgram(program), max_seconds)
    listening = listen_through(audio_filter)
    return listen(extractor.extract(FileVideo(clip), listening, workspace, Deadline.after(PATIENCE)))


def extract_track(clip: Path, workspace: Path, listening: Listening) -> Heard:
    """Stream a clip and take out what this listening wants."""
    extractor = FfmpegExtractor(FfmpegProgram(FFMPEG), 3_600.0)
    return listen(extractor.extract(FileVideo(clip), listening, workspace, Deadline.after(PATIENCE)))


def listen(decoded: Generator[Decoded]) -> Heard:
    """Hear a decoding to its end; what was heard before a new beginning is forgotten."""
    pcm, delay, known = bytearray(), 0.0, dict[str, Any]()
    with closing(decoded):
        for piece in decoded:
            match piece:
                case Beginning():
                    pcm.clear()
                    delay = piece.delay
                case bytes():
                    pcm.extend(piece)
                case _:
                    known = {name: getattr(piece, name) for name in Recording.__dataclass_fields__}
    return Heard(**known, pcm=bytes(pcm), delay=delay)


def samples_of(audio: Heard) -> array.array[int]:
    """The samples of an extracted file."""
    samples = array.array("h")
    samples.frombytes(audio.pcm)
    return samples


def level_of(audio: Heard) -> float:
    """Mean volume in dB full scale; -inf for digital silence."""
    samples = samples_of(audio)
    power = sum(sample * sample for sample in samples) / len(samples)
    return 10 * math.log10(power / 32_768**2) if power else -math.inf


def onsets_of(audio: Heard) -> list[float]:
    """When tones begin after at least 100 ms of quiet: seconds on the video's clock."""
    return [onset - audio.delay for onset in find_onsets(audio.pcm)]


def find_onsets(pcm: bytes) -> list[float]:
    """When tones begin after at least 100 ms of quiet: seconds from the first sample of this sound."""
    samples = array.array("h")
    samples.frombytes(pcm)
    loud = max(map(abs, samples)) // 4
    heard = [index for index, sample in enumerate(samples) if abs(sample) > loud]
    pairs = zip([-SAMPLE_RATE, *heard], heard, strict=False)
    return [index / SAMPLE_RATE for before, index in pairs if index - before > SAMPLE_RATE // 10]


def pitch_of(audio: Heard) -> float:
    """Hertz of a steady tone, from its zero crossings."""
    samples = samples_of(audio)
    crossings = sum(1 for one, following in itertools.pairwise(samples) if one < 0 <= following)
    return crossings / audio.seconds


def whole(samples: int) -> int:
    """A number of samples, less the part of an AAC frame that FFmpeg before version 8 does not cut off (measured)."""
    return samples - samples % 8_000 if samples % 8_000 < 350 else samples
