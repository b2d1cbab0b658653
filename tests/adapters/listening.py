"""Extract as the pipeline does, and listen to what came out."""

from __future__ import annotations

import array
import itertools
import math
from typing import TYPE_CHECKING

from tests.media.store import FFMPEG
from worker.adapters.ffmpeg import FfmpegExtractor
from worker.domain.deadlines import Deadline
from worker.domain.media import SAMPLE_RATE, AudioFile, AudioFilter, VideoFile

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 60.0


def extract(
    clip: Path,
    workspace: Path,
    *,
    audio_filter: AudioFilter = AudioFilter.SPEECH,
    max_seconds: float = 3_600.0,
    program: str = FFMPEG,
) -> AudioFile:
    """Bring a clip into a workspace under our own name and take its speech out."""
    source = workspace / "source.bin"
    source.unlink(missing_ok=True)
    source.symlink_to(clip)
    video = VideoFile(source, clip.stat().st_size)
    extractor = FfmpegExtractor(program, max_seconds)
    return extractor.extract(video, audio_filter, workspace / "speech.pcm", Deadline.after(PATIENCE))


def samples_of(audio: AudioFile) -> array.array[int]:
    """The samples of an extracted file."""
    samples = array.array("h")
    samples.frombytes(audio.path.read_bytes())
    return samples


def level_of(audio: AudioFile) -> float:
    """Mean volume in dB full scale; -inf for digital silence."""
    samples = samples_of(audio)
    power = sum(sample * sample for sample in samples) / len(samples)
    return 10 * math.log10(power / 32_768**2) if power else -math.inf


def onsets_of(audio: AudioFile) -> list[float]:
    """When tones begin after at least 100 ms of quiet: seconds on the video's clock."""
    samples = samples_of(audio)
    loud = max(map(abs, samples)) // 4
    heard = [index for index, sample in enumerate(samples) if abs(sample) > loud]
    pairs = zip([-SAMPLE_RATE, *heard], heard, strict=False)
    return [index / SAMPLE_RATE - audio.delay for before, index in pairs if index - before > SAMPLE_RATE // 10]


def pitch_of(audio: AudioFile) -> float:
    """Hertz of a steady tone, from its zero crossings."""
    samples = samples_of(audio)
    crossings = sum(1 for one, following in itertools.pairwise(samples) if one < 0 <= following)
    return crossings / audio.seconds
