"""A faint voice is told from faint noise by what it does within a second."""

from __future__ import annotations

import math
import random
from array import array

import pytest

from tests.unit.recordings import FRAMES, plan_clips, power
from worker.speech.clips.levels import SURE_SILENCE, find_silence

MINUTE = range(60 * FRAMES)


def hiss(dbfs: float, swell: float = 0.0) -> array[float]:
    """A minute of noise that swells by so many decibels every 30 s."""
    chance = random.Random(5)  # noqa: S311 - noise, not secrets
    return array("d", (power(dbfs + swell * math.sin(at / 240) + chance.gauss(0, 0.3)) for at in MINUTE))


def clicking(levels: array[float], dbfs: float, every: float) -> array[float]:
    """The same with a click of 20 ms each so many seconds."""
    return array("d", (power(dbfs) if at % round(every * FRAMES) == 70 else levels[at] for at in range(len(levels))))


def slamming(levels: array[float], dbfs: float, fall: float) -> array[float]:
    """The same with one door that slams at half a minute, and dies away by so many decibels a second."""
    slam = [power(dbfs - fall * at / FRAMES) for at in range(len(levels) // 2)]
    return array("d", map(max, levels, [0.0] * (len(levels) - len(slam)) + slam))


@pytest.mark.parametrize(
    "levels",
    [
        hiss(-60),
        hiss(-70),
        hiss(-66, swell=7),
        array("d", [power(-60)] * len(MINUTE)),
        array("d", [0.0] * len(MINUTE)),
        clicking(hiss(-65), -45, every=10),
        clicking(hiss(-75), -45, every=1.3),
        slamming(hiss(-90), -56, fall=25),
    ],
    ids=["hiss", "faint hiss", "swelling hiss", "hum", "digital silence", "clicks", "a clock", "a door"],
)
def test_faint_noise_is_not_sent(levels: array[float]) -> None:
    assert plan_clips(levels, len(levels) * 320) == []


@pytest.mark.parametrize("loud", [-36, -50, -59])
def test_silence_is_20_db_below_a_voice_that_is_faint(loud: float) -> None:
    voice = array("d", (power(loud - 25 * (at % 13 > 9)) for at in MINUTE))

    assert 10 * math.log10(find_silence(voice) / 32768**2) == pytest.approx(loud - 20)


@pytest.mark.parametrize("loud", [-61, -79])
def test_silence_is_never_looked_for_below_80_dbfs(loud: float) -> None:
    voice = array("d", (power(loud - 25 * (at % 13 > 9)) for at in MINUTE))

    assert 10 * math.log10(find_silence(voice) / 32768**2) == pytest.approx(-80)


@pytest.mark.parametrize("seconds", [0.0, 0.5, 2.9])
def test_what_is_too_short_to_tell_is_judged_as_hiss(seconds: float) -> None:
    voice = array("d", (power(-60 - 25 * (at % 13 > 9)) for at in range(round(seconds * FRAMES))))

    assert find_silence(voice) == SURE_SILENCE
