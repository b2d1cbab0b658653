from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING

import pytest

from tests.unit.recordings import FRAMES, plan_clips, power
from worker.speech.audio import SAMPLE_RATE

if TYPE_CHECKING:
    from worker.speech.clips.planner import Span

LOUD = power(-10)


def loud(seconds: float, *quiet: tuple[float, float]) -> array[float]:
    """Equally loud all along, quiet between the given seconds."""
    levels = array("d", [LOUD] * round(seconds * FRAMES))
    for start, end in quiet:
        for frame in range(round(start * FRAMES), round(end * FRAMES)):
            levels[frame] = power(-70)
    return levels


def plan(levels: array[float]) -> list[tuple[float, float]]:
    """A plan in seconds."""
    return [(first / SAMPLE_RATE, last / SAMPLE_RATE) for first, last in plan_clips(levels, len(levels) * 320)]


def billed(spans: list[Span]) -> int:
    return sum(math.ceil((last - first) / SAMPLE_RATE / 15) * 15 for first, last in spans)


@pytest.mark.parametrize("length", [0.5, 1, 30, 55])
def test_what_fits_one_clip_is_one_clip(length: float) -> None:
    assert plan(loud(length)) == [(0, length)]


def test_a_recording_that_ends_within_a_frame_is_sent_to_its_end() -> None:
    assert plan_clips(loud(0.5), 7_900) == [(0, 7_900)]


def test_a_cut_falls_into_the_pause_before_the_limit() -> None:
    (_, first), *_ = plan(loud(100, (10, 10.4), (44, 44.4)))

    assert 44 <= first <= 44.4


def test_a_cut_falls_into_a_pause_even_where_that_is_billed_more() -> None:
    pauses = [(at, at + 0.4) for at in (7, 22, 37, 52)]

    (_, cut), _ = plan(loud(60, *pauses))

    assert any(start <= cut <= end for start, end in pauses)


def test_without_a_pause_the_cut_falls_where_it_is_least_loud() -> None:
    levels = loud(56)
    for frame in range(41 * FRAMES, 41 * FRAMES + 20):
        levels[frame] = LOUD * 0.9

    (_, cut), _ = plan(levels)

    assert 41 <= cut <= 41.4


def test_the_gap_inside_a_consonant_is_no_pause() -> None:
    (_, cut), _ = plan(loud(56, (41, 41.3), (44, 44.06)))

    assert 41 <= cut <= 41.3


@pytest.mark.parametrize("over", [1, 30, 49, 50])
def test_no_tail_is_shorter_than_a_second(over: int) -> None:
    _, (first, last) = plan(loud(55 + over / FRAMES))

    assert last - first >= 1


def test_the_clips_of_unbroken_sound_fill_the_units_that_are_billed() -> None:
    assert billed(plan_clips(loud(600), 600 * SAMPLE_RATE)) == 600


@pytest.mark.parametrize("length", [0, 0.5, 30, 700])
def test_silence_is_not_sent(length: float) -> None:
    assert plan(loud(length, (0, length))) == []


def test_a_long_silence_is_left_out_and_times_stay_true_beyond_it() -> None:
    before, after = plan(loud(140, (20, 120)))

    assert before == (0, pytest.approx(20.5, abs=0.3))
    assert after == (pytest.approx(119.5, abs=0.3), 140)


def test_silence_that_costs_less_than_leaving_it_out_is_sent() -> None:
    assert plan(loud(14, (4, 10))) == [(0, 14)]


def test_silence_is_left_out_where_that_costs_nothing() -> None:
    assert len(plan(loud(25, (10, 16)))) == 2


def test_a_word_between_long_silences_makes_a_clip_of_a_second() -> None:
    ((first, last),) = plan(loud(100, (0, 50), (50.1, 100)))

    assert (first < 50, last > 50.1) == (True, True)
    assert 1 <= last - first < 1.5


@pytest.mark.parametrize("at", [0, 99.9])
def test_a_word_at_an_edge_makes_a_clip_of_a_second_too(at: float) -> None:
    ((first, last),) = plan(loud(100, (0, at), (at + 0.1, 100)))

    assert first <= at < last
    assert last - first >= 1
