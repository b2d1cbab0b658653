from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.media.waves import level_in, tone
from worker.tasks.segment_mix.adapters.mixing.mixer import add_samples
from worker.tasks.segment_mix.adapters.mixing.sounds import Sound, read_plain, write_plain

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from worker.tasks.segment_mix.adapters.mixing.sounds import Samples

QUIET = st.integers(-8000, 8000)
GAINS = st.floats(0, 4, width=32)
FEW = settings(max_examples=40)


@st.composite
def sounds(draw: DrawFn, channels: int | None = None) -> Samples:
    """Whole 16-bit samples, at most half of full scale."""
    rows = channels or draw(st.integers(1, 2))
    frames = draw(st.integers(0, 40))
    values = draw(st.lists(QUIET, min_size=rows * frames, max_size=rows * frames))
    return np.array(values, np.float32).reshape(rows, frames) / np.float32(32768)


def filled(samples: Samples, frames: int) -> Samples:
    return np.pad(samples, ((0, 0), (0, frames - samples.shape[1])))


@FEW
@given(sounds(2), sounds(2))
def test_gains_of_one_add_every_sample_exactly(first: Samples, second: Samples) -> None:
    frames = max(first.shape[1], second.shape[1])

    total = add_samples(first, second, 1.0, 1.0) * 32768

    expected = (filled(first, frames) * 32768).astype(int) + (filled(second, frames) * 32768).astype(int)
    assert np.array_equal(total, expected)


@FEW
@given(sounds(), sounds(), GAINS, GAINS)
def test_the_order_of_the_two_does_not_matter(first: Samples, second: Samples, one: float, other: float) -> None:
    assert np.array_equal(add_samples(first, second, one, other), add_samples(second, first, other, one))


@FEW
@given(sounds(), sounds(), GAINS, GAINS)
def test_a_mix_is_as_long_and_has_as_many_channels_as_the_larger(
    first: Samples, second: Samples, one: float, other: float
) -> None:
    shape = (max(len(first), len(second)), max(first.shape[1], second.shape[1]))

    assert add_samples(first, second, one, other).shape == shape


@FEW
@given(sounds(1), GAINS)
def test_mono_goes_unchanged_into_both_channels(mono: Samples, gain: float) -> None:
    stereo = add_samples(mono, np.zeros((2, 0), np.float32), gain, 1.0)

    assert np.array_equal(stereo[0], stereo[1])
    assert np.array_equal(stereo[:1], mono * np.float32(gain))


@FEW
@given(sounds(), GAINS)
def test_a_gain_of_zero_silences(sound: Samples, gain: float) -> None:
    assert np.array_equal(add_samples(sound, sound, gain, 0.0), sound * np.float32(gain))


@FEW
@given(sounds(), st.sampled_from([8000, 22050, 48_000]))
def test_a_file_gives_back_what_was_written(sound: Samples, rate: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sound.wav"
        write_plain(path, Sound(rate, sound))
        read = read_plain(path)

    assert read is not None
    assert read.rate == rate
    assert np.array_equal(read.samples, sound)


@pytest.mark.parametrize(("gain", "level"), [(1.0, 0.0), (0.5, -6.02), (0.35, -9.12), (2.0, 6.02)])
def test_each_source_is_heard_at_its_own_gain(gain: float, level: float) -> None:
    music, voice = tone(440, -20), tone(1000, -12)

    mixed = add_samples(music.astype(np.float32), voice.astype(np.float32), gain, 1.0)[0].astype(float)

    assert level_in(mixed, music) == pytest.approx(level, abs=0.01)
    assert level_in(mixed, voice) == pytest.approx(0.0, abs=0.01)
