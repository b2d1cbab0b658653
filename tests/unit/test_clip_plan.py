from __future__ import annotations

from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain.media import SAMPLE_RATE
from worker.stages.clip_plan import LONGEST, SHORTEST, plan_clips
from worker.stages.levels import FRAME_SAMPLES

LOUD = 1e6


def levels_of(samples: int, *quiet: tuple[float, float]) -> array[float]:
    """Loud all along, quiet between the given seconds."""
    levels = array("d", [LOUD] * -(-samples // FRAME_SAMPLES))
    for start, end in quiet:
        for frame in range(round(start * 50), round(end * 50)):
            levels[frame] = 1.0
    return levels


def seconds(clips: list[tuple[int, int]]) -> list[float]:
    return [last / SAMPLE_RATE for _, last in clips]


@pytest.mark.parametrize("length", [0.5, 1, 30, 55])
def test_what_fits_one_clip_is_one_clip(length: float) -> None:
    samples = round(length * SAMPLE_RATE)

    assert plan_clips(levels_of(samples), samples) == [(0, samples)]


def test_a_cut_falls_into_the_pause_before_the_limit() -> None:
    samples = 100 * SAMPLE_RATE

    first, *_ = seconds(plan_clips(levels_of(samples, (10, 11), (44, 45)), samples))

    assert 44 < first < 45


def test_without_a_pause_the_cut_falls_where_it_is_least_loud() -> None:
    samples = 100 * SAMPLE_RATE
    levels = levels_of(samples)
    for frame in range(41 * 50, 41 * 50 + 20):
        levels[frame] = LOUD * 0.9

    first, *_ = seconds(plan_clips(levels, samples))

    assert 41 <= first <= 41.4


def test_the_gap_inside_a_consonant_is_no_pause() -> None:
    samples = 100 * SAMPLE_RATE

    first, *_ = seconds(plan_clips(levels_of(samples, (40, 40.3), (50, 50.06)), samples))

    assert 40 <= first <= 40.3


def test_no_tail_is_shorter_than_a_second() -> None:
    samples = LONGEST + 10

    _, (first, last) = plan_clips(levels_of(samples), samples)

    assert last - first >= SHORTEST


@given(
    samples=st.integers(1, 400 * SAMPLE_RATE),
    pauses=st.lists(st.floats(0, 399), max_size=20),
)
def test_clips_cover_everything_once_and_keep_their_bounds(samples: int, pauses: list[float]) -> None:
    end = samples / SAMPLE_RATE
    levels = levels_of(samples, *[(at, min(at + 0.5, end)) for at in pauses if at + 0.5 < end])

    clips = plan_clips(levels, samples)

    assert clips[0][0] == 0
    assert clips[-1][1] == samples
    assert all(one[1] == other[0] for one, other in pairwise(clips))
    for first, last in clips:
        assert last - first <= LONGEST
        assert last - first >= min(SHORTEST, samples)
