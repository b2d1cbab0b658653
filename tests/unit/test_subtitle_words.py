"""When subtitles come and go, by the times of their words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import a_dialogue
from worker.speech.subtitles.cues import LONGEST_SECONDS, SHORTEST_SECONDS, Cue, split_cues
from worker.speech.subtitles.line_breaks import split_pieces
from worker.speech.subtitles.words import time_by_words
from worker.speech.transcript import Segment, Word

TWO_FRAMES = 2 / 24

MOMENTS = st.floats(-5, 65)
WORDS = st.builds(Word, MOMENTS, MOMENTS, st.text("가나다abç3 .,!中文—", min_size=1, max_size=12))


def heard(*words: tuple[float, float, str], text: str | None = None, end: float = 20.0) -> Segment:
    """A segment from 0 to `end`, and its text if that differs from the words."""
    said = " ".join(word for _, _, word in words) if text is None else text
    return Segment(1, 0.0, end, said, words=tuple(Word(*word) for word in words))


def show(*segments: Segment) -> list[tuple[float, float, str]]:
    return [(round(cue.start, 3), round(cue.end, 3), " ".join(cue.lines)) for cue in split_cues(segments)]


def test_a_cue_begins_at_its_first_word_and_ends_at_its_last() -> None:
    assert show(heard((4.7, 5.2, "안녕하세요"), (5.3, 6.1, "여러분."), (8.0, 9.5, "반갑습니다."))) == [
        (4.7, 6.1, "안녕하세요 여러분."),
        (8.0, 9.5, "반갑습니다."),
    ]


@pytest.mark.parametrize("pause", [0.0, 0.05, 0.6, 1.0])
def test_a_cue_stays_until_two_frames_before_the_next_one(pause: float) -> None:
    first, second = a_dialogue().segments
    later = Segment(2, 6.0, 9.0, second.text, words=(Word(5.75 + pause, 9.0, second.text),), speaker="2")

    one, other = split_cues([first, later])

    assert one.end == pytest.approx(other.start - TWO_FRAMES)
    assert other.start == pytest.approx(max(6.0, 5.75 + pause))


def test_a_new_speaker_begins_a_cue() -> None:
    first, second = split_cues(a_dialogue().segments)

    assert (first.speaker, first.start, first.lines) == ("1", 4.5, ("안녕하세요 여러분.",))
    assert (second.speaker, second.start, second.lines) == ("2", 6.5, ("네, 반갑습니다.",))


def test_a_speaker_who_is_interrupted_is_shown_to_the_end() -> None:
    long = Segment(1, 0.0, 5.0, "그러니까 제 말은", words=(Word(0.0, 4.0, "그러니까"), Word(4.0, 5.0, "제 말은")))
    short = Segment(2, 2.0, 3.0, "네.", words=(Word(2.0, 3.0, "네."),))

    assert show(long, short) == [(0.0, 5.0, "그러니까 제 말은"), (5.0, 5.833, "네.")]


@pytest.mark.parametrize(
    "text",
    [
        "안녕하세요, 여러분! ab",
        "안녕 하세요 여러분 AB",
        "「안녕하세요」 여러분 — ａｂ",  # noqa: RUF001 - wide letters
        "안녕하세요여러분. (Ab)...",
        "안녕\u200b하세요 여러분 ab",
    ],
)
def test_spaces_punctuation_case_and_width_are_no_difference(text: str) -> None:
    words = (Word(1.0, 1.2, "안녕하세요"), Word(1.2, 3.0, "여러분"), Word(3.0, 3.5, "ab"))

    times = time_by_words(split_pieces(text), words, (0.0, 20.0))

    assert (times[0][0], times[-1]) == (1.0, (3.0, 3.5))


def test_decomposed_hangul_is_the_same_word() -> None:
    segment = heard((1.0, 1.5, "\u1112\u1161\u11ab."), (8.0, 8.9, "글"), text="한. 글")

    assert show(segment) == [(1.0, 1.833, "한."), (8.0, 8.9, "글")]


def test_a_word_that_may_break_is_shared_by_its_characters() -> None:
    text = "今日は晴れですが明日は雨でしょうからそれでも行きますよ今日は晴れで"

    first, second = split_cues([heard((2.0, 2.0 + len(text) / 4, text))])

    assert second.start == pytest.approx(2.0 + len("".join(first.lines)) / 4)


def test_where_words_and_text_differ_the_text_is_spread_over_the_time_of_the_words() -> None:
    words = ((2.0, 2.5, "삼십"), (2.5, 3.0, "퍼센트입니다"), (6.0, 6.5, "다음은"), (6.5, 7.0, "셋째"))

    assert show(heard(*words, text="30%입니다. 다음은 3번.")) == [(2.0, 3.0, "30%입니다."), (6.0, 7.0, "다음은 3번.")]


@pytest.mark.parametrize(
    "words",
    [
        ((8.0, 9.0, "하나."), (1.0, 2.0, "둘")),
        ((8.0, 9.0, "둘"), (1.0, 2.0, "하나.")),
        ((1.0, 12.0, "하나."), (8.0, 9.0, "둘")),
        ((1.0, 0.5, "하나."), (8.0, 9.0, "둘")),
        ((1.0, 1.0, "하나."), (8.0, 9.0, "둘")),
    ],
    ids=["times in disorder", "words in disorder", "too long", "less than no length", "no length"],
)
def test_odd_times_move_no_word(words: tuple[tuple[float, float, str], ...]) -> None:
    found = show(heard(*words, text="하나. 둘"))

    assert [text for _, _, text in found] in (["하나. 둘"], ["하나.", "둘"])
    assert (found[0][0], found[-1][1]) == (1.0, 9.0)


@pytest.mark.parametrize("text", ["하나 둘 셋", "1 2 3"], ids=["as heard", "another text"])
def test_words_that_begin_at_once_are_all_shown(text: str) -> None:
    assert show(heard((1.0, 1.2, "하나"), (1.0, 1.2, "둘"), (1.0, 3.0, "셋"), text=text)) == [(1.0, 3.0, text)]


def test_words_without_any_time_are_spread_over_their_segment() -> None:
    assert show(heard((0.0, 0.0, "하나"), (0.0, 0.0, "둘"), end=4.0)) == [(0.0, 4.0, "하나 둘")]


def test_no_word_is_outside_its_segment() -> None:
    assert show(heard((-3.0, 1.0, "하나"), (1.0, 900.0, "둘"), end=4.0)) == [(0.0, 4.0, "하나 둘")]


def test_a_page_that_is_said_for_longer_than_it_may_stay_is_parted_at_its_widest_pause() -> None:
    words = ((0.0, 1.7, "천천히"), (2.0, 3.6, "하나씩"), (4.0, 6.0, "말하는"), (6.2, 8.0, "사람"))

    assert show(heard(*words)) == [(0.0, round(4.0 - TWO_FRAMES, 3), "천천히 하나씩"), (4.0, 8.0, "말하는 사람")]


def test_one_long_word_ends_with_the_longest_time() -> None:
    assert show(heard((1.0, 15.0, "아"))) == [(1.0, 8.0, "아")]


def test_a_text_of_punctuation_alone_is_shown_while_its_words_are_said() -> None:
    assert show(heard((1.0, 2.0, "..."), text="…")) == [(1.0, 2.0, "…")]


def test_a_dash_between_words_takes_no_time() -> None:
    assert show(heard((1.0, 2.0, "하나"), (4.0, 5.0, "둘"), text="하나 — 둘")) == [
        (1.0, 2.0, "하나 —"),
        (4.0, 5.0, "둘"),
    ]


def test_a_segment_without_words_beside_one_with_words_is_timed_by_its_text() -> None:
    bare = Segment(2, 20.0, 24.0, "둘입니다")

    assert show(heard((1.0, 2.0, "하나")), bare) == [(1.0, 2.0, "하나"), (20.0, 24.0, "둘입니다")]


@st.composite
def spoken(draw: st.DrawFn) -> list[Segment]:
    """Segments one after the other, with words of any times, whose text is theirs or another."""
    segments: list[Segment] = []
    for number, words in enumerate(draw(st.lists(st.lists(WORDS, max_size=30), max_size=4))):
        text = draw(st.sampled_from([" ".join(word.text for word in words), "다른 글. 12 34, " * len(words)]))
        speaker = draw(st.sampled_from(["1", "2", None]))
        segments.append(Segment(number + 1, number * 20.0, number * 20.0 + 21.0, text, (), tuple(words), speaker))
    return segments


@given(segments=spoken())
def test_cues_hold_the_whole_text_in_order(segments: list[Segment]) -> None:
    shown = "".join("".join(cue.lines) for cue in split_cues(segments))

    assert bare(shown) == bare("".join(segment.text for segment in segments))


@given(segments=spoken())
def test_no_cue_overlaps_the_next_or_leaves_the_limits(segments: list[Segment]) -> None:
    cues = split_cues(segments)

    assert all(one.end <= other.start for one, other in pairwise(cues))
    assert all(SHORTEST_SECONDS - 1e-6 <= cue.end - cue.start <= LONGEST_SECONDS + 1e-6 for cue in cues)


@given(words=st.lists(st.builds(Word, st.floats(0, 20), st.floats(0, 20), st.text("가나", min_size=1)), min_size=1))
def test_the_first_cue_begins_at_the_first_word(words: list[Word]) -> None:
    [cue, *_] = split_cues([Segment(1, 0.0, 20.0, " ".join(word.text for word in words), (), tuple(words))])

    assert abs(cue.start - min(word.start for word in words)) <= 0.05


def bare(text: str) -> str:
    return "".join(text.split())


def test_a_cue_of_an_engine_without_speakers_has_none() -> None:
    assert [cue.speaker for cue in split_cues([heard((1.0, 2.0, "하나"))])] == [None]


def test_cues_are_what_they_were_without_words() -> None:
    assert split_cues([Segment(1, 0.0, 4.0, "하나"), Segment(2, 4.5, 6.0, "둘")]) == [
        Cue(0.0, 4.0, ("하나",)),
        Cue(4.5, 6.0, ("둘",)),
    ]
