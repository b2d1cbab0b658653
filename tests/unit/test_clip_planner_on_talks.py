from __future__ import annotations

import math
from array import array
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit.recordings import FRAMES, Recording, a_talk, plan_clips, power
from worker.speech.audio import SAMPLE_RATE
from worker.speech.clips.planner import ClipPlanner, Span


def billed(spans: list[Span]) -> int:
    return sum(math.ceil((last - first) / SAMPLE_RATE / 15) * 15 for first, last in spans)


def least_billed(talk: Recording) -> float:
    """The least that any choice of phrases to send together is billed, with 0.1 s of silence on each side."""
    costs = [0.0]
    for at, (_, end) in enumerate(talk.phrases):
        lengths = [(before, (end - talk.phrases[before][0]) / FRAMES + 0.2) for before in range(at + 1)]
        costs.append(min(costs[before] + math.ceil(long / 15) * 15 for before, long in lengths if long <= 55))
    return costs[-1]


def cuts_of(talk: Recording) -> tuple[list[int], list[int]]:
    """The frames at which a talk is cut, and those of them that are inside a phrase."""
    cuts = [last // 320 for _, last in plan_clips(talk.levels, talk.samples)]
    return cuts, [cut for cut in cuts if any(first + 5 < cut < last - 5 for first, last in talk.phrases)]


def test_under_loud_music_cuts_fall_between_the_phrases() -> None:
    talk = Recording(bed=-32)
    for _ in range(80):
        talk.speak(3.1, -18).pause(0.5)

    cuts, inside = cuts_of(talk)

    assert (len(cuts) > 6, inside) == (True, [])


def test_a_faint_voice_over_faint_music_is_cut_between_its_phrases() -> None:
    talk = Recording(bed=-75)
    for _ in range(80):
        talk.speak(3.1, -58).pause(0.5)
    talk.levels[::40] = array("d", [0.0] * len(talk.levels[::40]))

    cuts, inside = cuts_of(talk)

    assert (len(cuts) > 3, inside) == (True, [])


def test_a_quiet_voice_after_a_loud_one_is_speech() -> None:
    talk = Recording().speak(20, -12).pause(3).speak(20, -38).pause(40).speak(20, -12)

    spans = plan_clips(talk.levels, talk.samples)

    assert covers(spans, talk)


@pytest.mark.parametrize("turned_down", [20, 30, 40])
def test_a_recording_that_is_turned_down_is_speech_all_the_same(turned_down: float) -> None:
    talk = a_talk(600, (0.5, 4), -50)
    talk.levels = array("d", (level * power(-turned_down) / power(0) for level in talk.levels))

    spans = plan_clips(talk.levels, talk.samples)

    assert covers(spans, talk)
    assert billed(spans) <= 1.05 * least_billed(talk)


@pytest.mark.parametrize("pauses", [(0.2, 0.8), (0.3, 2), (0.5, 4), (1, 10), (5, 40)])
@pytest.mark.parametrize("bed", [-75, -50, -40])
def test_ten_minutes_are_billed_hardly_more_than_they_must(pauses: tuple[float, float], bed: float) -> None:
    talk = a_talk(600, pauses, bed)

    assert billed(plan_clips(talk.levels, talk.samples)) <= 1.05 * least_billed(talk)


def test_a_clip_is_known_eighty_seconds_after_its_start() -> None:
    talk = a_talk(900, (0.2, 20))
    planner = ClipPlanner()

    for heard, level in enumerate(talk.levels, start=1):
        assert all(heard - first / 320 <= 80 * FRAMES for first, _ in planner.take([level]))


SYLLABLE, CLICK = 13, 3
"""Frames, of the phrases of `recordings`."""


def covers(spans: list[Span], talk: Recording) -> bool:
    """Whether every whole frame of every phrase is sent; a last sound of under 60 ms behind a stop is but a click."""
    sent = bytearray(len(talk.levels))
    for first, last in spans:
        sent[first // 320 : last // 320] = b"\1" * (last // 320 - first // 320)
    clicks = [rest if (rest := (last - first) % SYLLABLE) < CLICK else 0 for first, last in talk.phrases]
    return all(all(sent[first : last - click]) for (first, last), click in zip(talk.phrases, clicks, strict=True))


VOICES = st.floats(-35, -12)
TALKS = st.lists(st.tuples(st.floats(0.1, 70), VOICES, st.floats(0, 70)), max_size=6)
BLOCKS = st.lists(st.integers(0, 9000), max_size=12)


@settings(max_examples=25)
@given(turns=TALKS, bed=st.floats(-75, -45), blocks=BLOCKS, tail=st.integers(0, 319))
@example(turns=[(45.0, -31.0, 35.0), (1.0, -12.0, 0.0)], bed=-45.0, blocks=[], tail=0)
def test_all_speech_is_sent_once_in_order_however_its_levels_are_dealt_out(
    turns: list[tuple[float, float, float]], bed: float, blocks: list[int], tail: int
) -> None:
    talk = Recording(bed)
    for spoken, voice, silent in turns:
        talk.speak(spoken, voice).pause(silent)
    samples = max(0, talk.samples - tail)
    planner, heard, spans = ClipPlanner(), 0, list[Span]()
    for block in blocks:
        spans += planner.take(talk.levels[heard : heard + block])
        heard += block
    spans += planner.take(talk.levels[heard:])

    spans += planner.finish(samples)

    assert spans == plan_clips(talk.levels, samples)
    assert all(one.last <= other.first for one, other in pairwise(spans))
    assert all(min(samples, SAMPLE_RATE) - 320 < last - first <= 55 * SAMPLE_RATE for first, last in spans)
    assert covers([*spans, Span(samples // 320 * 320, talk.samples)], talk)
