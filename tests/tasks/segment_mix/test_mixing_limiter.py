from __future__ import annotations

import re
import subprocess
import tracemalloc
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media.waves import tone, write_wav
from worker.tasks.segment_mix.adapters.mixing.limiter import CEILING, limit, measure_peaks

if TYPE_CHECKING:
    from pathlib import Path

    from worker.tasks.segment_mix.adapters.mixing.sounds import Samples

RATE = 48_000
BLOCK = 1 << 20
"""As many samples as the limiter looks at together."""
_FFMPEG_PEAK = re.compile(r"Peak:\s+(-?[\d.]+|-inf) dBFS")


def loud(*, seed: int) -> Samples:
    """Noise with steps between silence and ten times full scale."""
    rng = np.random.default_rng(seed)
    envelope = np.repeat(10 ** rng.uniform(-3, 1, 50), RATE // 50)
    return (rng.standard_normal((2, RATE)) / 4 * envelope).astype(np.float32)


def ffmpeg_peak(program: str, samples: Samples, folder: Path) -> float:
    """The true peak in dB that FFmpeg's meter finds, at a tenth of a dB."""
    path = folder / "limited.wav"
    path.write_bytes(write_wav(samples.astype(float), RATE))
    command = [program, "-nostdin", "-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-"]
    return float(_FFMPEG_PEAK.findall(subprocess.run(command, capture_output=True, text=True, check=True).stderr)[-1])


@pytest.mark.parametrize("seed", range(4))
def test_noise_of_any_level_stays_under_the_ceiling(seed: int) -> None:
    limited = limit(loud(seed=seed), RATE)

    assert measure_peaks(limited).max() <= CEILING * 1.01


@pytest.mark.parametrize("sound", ["noise", "between samples", "full tone"])
def test_another_meter_finds_no_true_peak_above_the_ceiling(sound: str, ffmpeg_program: str, tmp_path: Path) -> None:
    samples = {
        "noise": loud(seed=9),
        # A quarter of the rate, sampled 45 degrees off its peaks: the samples are 3 dB lower than the curve.
        # It swells, because meters ring differently where a tone begins at once.
        "between samples": np.hanning(RATE) * np.sin(np.pi * np.arange(RATE) / 2 + np.pi / 4)[np.newaxis],
        "full tone": tone(997, 6.0),
    }[sound].astype(np.float32)

    assert ffmpeg_peak(ffmpeg_program, limit(samples, RATE), tmp_path) <= -1.0


def test_a_peak_between_the_samples_is_found() -> None:
    between = np.sin(np.pi * np.arange(4000) / 2 + np.pi / 4)[np.newaxis] / 2

    assert measure_peaks(between.astype(np.float32))[100:-100].max() == pytest.approx(0.5, rel=0.01)


@given(st.floats(0.0, 0.85), st.integers(0, 2**32 - 1))
def test_what_is_under_the_ceiling_is_returned_as_it_is(level: float, seed: int) -> None:
    samples = np.random.default_rng(seed).uniform(-1, 1, (2, 500)).astype(np.float32)
    samples *= np.float32(level) / measure_peaks(samples).max()

    assert limit(samples, RATE) is samples


def test_only_the_surroundings_of_a_peak_are_turned_down() -> None:
    samples = tone(440, -12, seconds=1.0).astype(np.float32)
    samples[:, 24_000] = 1.5

    limited = limit(samples, RATE)

    near = round(0.021 * RATE)
    assert np.array_equal(limited[:, : 24_000 - near], samples[:, : 24_000 - near])
    assert np.array_equal(limited[:, 24_000 + near :], samples[:, 24_000 + near :])


def test_both_channels_are_turned_down_together_so_that_nothing_moves_sideways() -> None:
    left, right = tone(440, 6.0), tone(440, -6.0)

    limited = limit(np.concatenate([left, right]).astype(np.float32), RATE)

    middle = slice(10_000, 38_000)
    ratio = np.abs(limited[0, middle]).max() / np.abs(limited[1, middle]).max()
    assert ratio == pytest.approx(10 ** (12 / 20), rel=0.001)


@pytest.mark.parametrize("frames", [0, 1, 5, 100])
def test_a_sound_shorter_than_the_limiters_reach_is_limited_too(frames: int) -> None:
    limited = limit(np.full((1, frames), 2.0, np.float32), RATE)

    assert limited.shape == (1, frames)
    assert np.abs(limited).max(initial=0.0) <= CEILING


def test_how_a_peak_is_turned_down_does_not_depend_on_how_much_stands_before_it() -> None:
    sound = np.full((1, BLOCK + 9_600), 0.1, np.float32)
    sound[:, [BLOCK - 300, BLOCK, BLOCK + 700]] = (1.5, 2.0, 1.2)

    whole, part = limit(sound, 48_000), limit(sound[:, BLOCK - 9_600 :], 48_000)

    assert np.abs(whole[:, BLOCK - 9_600 :] - part).max() < 1e-6


@pytest.mark.parametrize("channels", [1, 2])
def test_turning_a_sound_down_takes_no_more_than_six_times_its_memory(channels: int) -> None:
    sound = np.full((channels, 8 * BLOCK // channels), 1.5, np.float32)
    tracemalloc.start()

    limit(sound, 48_000)

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 6 * sound.nbytes
