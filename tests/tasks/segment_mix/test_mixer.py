"""Two files into one: what comes out of it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.media.waves import level_in, read_wav, tone, write_wav
from tests.tasks.segment_mix.sounds import MUSIC, VOICE, Mix, encode, write_float


def test_files_of_one_format_are_added_sample_by_sample(mix: Mix) -> None:
    rate, mixed = mix(write_wav(MUSIC, 44_100), write_wav(VOICE, 44_100))

    [first, second] = (read_wav(write_wav(sound))[1] for sound in (MUSIC, VOICE))
    assert rate == 44_100
    assert np.array_equal(mixed, first + second)


def test_more_than_two_channels_become_two(mix: Mix) -> None:
    _, mixed = mix(write_wav(MUSIC), encode(VOICE, "-af pan=5.1|FL=c0|FR=c0"), 0.0, 0.5)

    assert len(mixed) == 2
    assert level_in(mixed[0], VOICE) == pytest.approx(-6.0, abs=0.5)


@pytest.mark.parametrize(("bgm", "tts"), [(2.0, 1.0), (1.0, 2.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)])
def test_the_mix_is_as_long_as_the_longer_one(mix: Mix, bgm: float, tts: float) -> None:
    _, mixed = mix(write_wav(tone(440, -20, bgm)), write_wav(tone(1000, -20, tts)))

    assert mixed.shape[1] == round(max(bgm, tts) * 48_000)


def test_a_length_in_another_rate_stays_the_same_time(mix: Mix) -> None:
    _, mixed = mix(write_wav(tone(440, -20, 2.0, 44_100), 44_100), write_wav(VOICE))

    assert mixed.shape[1] == pytest.approx(96_000, abs=2)


def test_two_full_tones_do_not_clip(mix: Mix) -> None:
    _, mixed = mix(write_wav(tone(440, 0)), write_wav(tone(550, 0)), 4.0, 4.0)

    assert np.abs(mixed).max() <= 10 ** (-1 / 20)


def test_numbers_that_are_none_are_silence(mix: Mix) -> None:
    voice = bytearray(write_float(VOICE))
    voice[-400:] = np.full(100, np.nan, "<f4").tobytes()

    _, mixed = mix(write_wav(MUSIC), bytes(voice), 0.0, 1.0)

    assert not mixed[0, -100:].any()
    assert level_in(mixed[0], VOICE) == pytest.approx(0.0, abs=0.1)
