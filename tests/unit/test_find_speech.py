from __future__ import annotations

import math
import random
from array import array
from typing import TYPE_CHECKING

import pytest

from worker.domain.media import SAMPLE_RATE, AudioFile, AudioQuality
from worker.stages.find_speech import find_speech
from worker.stages.levels import measure_levels

if TYPE_CHECKING:
    from pathlib import Path


def tone(seconds: float, dbfs: float) -> array[int]:
    """A sine whose RMS is the given level."""
    peak = 32768 * math.sqrt(2) * 10 ** (dbfs / 20)
    period = [round(peak * math.sin(2 * math.pi * n / 80)) for n in range(80)]
    samples = round(seconds * SAMPLE_RATE)
    return array("h", (period * (samples // 80 + 1))[:samples])


def silence(seconds: float) -> array[int]:
    return array("h", bytes(round(seconds * SAMPLE_RATE) * 2))


def audio(folder: Path, *parts: array[int], delay: float = 0.0) -> AudioFile:
    path = folder / "audio.pcm"
    pcm = b"".join(part.tobytes() for part in parts)
    path.write_bytes(pcm)
    samples = len(pcm) // 2
    return AudioFile(path, samples, delay, samples / SAMPLE_RATE, AudioQuality.HIGH)


@pytest.mark.parametrize("dbfs", [-50, -40, -20, -6])
def test_a_voice_is_found_however_quiet(tmp_path: Path, dbfs: float) -> None:
    assert len(find_speech(audio(tmp_path, silence(2), tone(0.5, dbfs), silence(2)))) == 1


@pytest.mark.parametrize("dbfs", [-60, -69.5, -80])
def test_what_is_too_quiet_for_a_voice_is_not_sent(tmp_path: Path, dbfs: float) -> None:
    assert find_speech(audio(tmp_path, tone(5, dbfs))) == ()


def test_digital_silence_is_not_sent(tmp_path: Path) -> None:
    assert find_speech(audio(tmp_path, silence(70))) == ()


def test_a_click_is_no_voice(tmp_path: Path) -> None:
    assert find_speech(audio(tmp_path, silence(2), tone(0.005, -40), silence(2))) == ()


def test_a_silent_clip_between_spoken_ones_is_not_sent(tmp_path: Path) -> None:
    spans = find_speech(audio(tmp_path, tone(30, -20), silence(100), tone(30, -20)))

    assert len(spans) == 2
    assert spans[0].start == 0
    assert spans[-1].end == 160


def test_spans_are_timed_on_the_videos_clock(tmp_path: Path) -> None:
    first, second = find_speech(audio(tmp_path, tone(80, -20), delay=0.025))

    assert (first.start, second.end) == (0.0, 79.975)
    assert first.end == second.start == round(first.last / SAMPLE_RATE - 0.025, 3)


def test_a_span_loads_exactly_its_samples(tmp_path: Path) -> None:
    noise = array("h", random.Random(7).randbytes(80 * SAMPLE_RATE * 2))  # noqa: S311 - noise, not secrets
    spans = find_speech(audio(tmp_path, noise))

    assert b"".join(span.load().pcm for span in spans) == noise.tobytes()


@pytest.mark.parametrize("dbfs", [-6, -30, -55])
def test_a_level_is_the_mean_square_of_its_frame(tmp_path: Path, dbfs: float) -> None:
    levels = measure_levels(audio(tmp_path, tone(1, dbfs)).path)

    assert len(levels) == 50
    assert 10 * math.log10(levels[20] / 32768**2) == pytest.approx(dbfs, abs=0.1)
