from __future__ import annotations

import re
from itertools import pairwise

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import a_transcript
from worker.speech.subtitles.cues import LONGEST_SECONDS, SHORTEST_SECONDS, Cue, split_cues
from worker.speech.subtitles.render import render_subtitles
from worker.speech.transcript import Segment, Transcript

TIME = re.compile(r"\d{2,}:[0-5]\d:[0-5]\d[,.]\d{3} --> \d{2,}:[0-5]\d:[0-5]\d[,.]\d{3}")
TEXTS = st.lists(st.text(st.characters(categories=("L", "N", "P", "Zs", "Cc")), max_size=200), max_size=6)


def segments(texts: list[str], length: float = 20.0) -> list[Segment]:
    return [Segment(n + 1, n * length, (n + 1) * length, text) for n, text in enumerate(texts)]


def cues_of(text: str, length: float = 20.0) -> list[Cue]:
    return split_cues(segments([text], length))


def test_a_cue_has_two_lines() -> None:
    text = " ".join(["가나다라마바사"] * 6)

    assert [cue.lines for cue in cues_of(text)] == [
        ("가나다라마바사 가나다라마바사", "가나다라마바사"),
        ("가나다라마바사 가나다라마바사", "가나다라마바사"),
    ]


def test_a_sentence_that_does_not_fit_begins_a_new_cue() -> None:
    cues = cues_of("오늘은 날씨가 좋습니다. 그래서 산책을 나갔습니다. 바람도 시원하고 하늘도 맑았어요.")

    assert [" ".join(cue.lines) for cue in cues] == [
        "오늘은 날씨가 좋습니다. 그래서 산책을 나갔습니다.",
        "바람도 시원하고 하늘도 맑았어요.",
    ]


def test_the_rest_of_a_long_sentence_shares_its_cue_with_the_next_one() -> None:
    cues = cues_of(" ".join(["가나다라마바사"] * 5) + ". 끝입니다.")

    assert [" ".join(cue.lines) for cue in cues] == [
        " ".join(["가나다라마바사"] * 3),
        "가나다라마바사 가나다라마바사. 끝입니다.",
    ]


def test_no_word_is_lost_at_the_end_of_a_sentence() -> None:
    text = "今日は晴れです。明日は雨でしょう。それでも行きます。"

    assert "".join("".join(cue.lines) for cue in cues_of(text)) == text


def test_time_is_shared_by_the_length_of_the_text() -> None:
    first, second = cues_of(" ".join(["가" * 15] * 3), length=9.0)

    assert (first.start, first.end) == (0.0, pytest.approx(6.0))
    assert (second.start, second.end) == (pytest.approx(6.0), pytest.approx(9.0))


def test_a_few_words_do_not_stand_for_a_whole_minute() -> None:
    [cue] = cues_of("안녕하세요", length=55.0)

    assert (cue.start, cue.end) == (0.0, LONGEST_SECONDS)


@given(texts=TEXTS, length=st.floats(0.5, 55))
def test_the_limits_of_a_cue_hold(texts: list[str], length: float) -> None:
    cues = split_cues(segments(texts, length))

    for cue in cues:
        assert SHORTEST_SECONDS - 1e-6 <= cue.end - cue.start <= LONGEST_SECONDS + 1e-6
        assert 1 <= len(cue.lines) <= 2
    assert all(one.end <= other.start for one, other in pairwise(cues))


def test_srt_shows_what_looks_like_a_tag() -> None:
    assert "\n‹b›굵게‹/b›\n" in render_subtitles(a_transcript("<b>굵게</b>"))["srt"]  # noqa: RUF001 - drawn so


def test_srt_numbers_its_cues_and_uses_a_comma() -> None:
    srt = render_subtitles(a_transcript("하나", "둘"))["srt"]

    assert srt == ("1\n00:00:00,000 --> 00:00:07,000\n하나\n\n2\n00:00:50,000 --> 00:00:57,000\n둘\n")


def test_vtt_begins_with_its_name_and_uses_a_point() -> None:
    vtt = render_subtitles(a_transcript("하나"))["vtt"]

    assert vtt == "WEBVTT\n\n00:00:00.000 --> 00:00:07.000\n하나\n"


def test_hours_may_have_three_digits() -> None:
    far = Transcript("Kor", (Segment(1, 100 * 3600.0, 100 * 3600.0 + 2, "끝"),))

    assert "100:00:00,000 --> 100:00:02,000" in render_subtitles(far)["srt"]


def test_marks_that_mean_something_to_a_player_are_escaped() -> None:
    subtitles = render_subtitles(a_transcript("a<b>&c --> d"))

    assert "a&lt;b&gt;&amp;c --&gt; d" in subtitles["vtt"]
    assert [line for line in subtitles["srt"].splitlines() if "-->" in line] == ["00:00:00,000 --> 00:00:07,000"]


@given(texts=TEXTS)
def test_every_block_of_both_formats_has_one_time_line(texts: list[str]) -> None:
    subtitles = render_subtitles(Transcript("Kor", tuple(segments(texts))))

    blocks = subtitles["srt"].strip().split("\n\n") if subtitles else []
    assert all(TIME.fullmatch(block.splitlines()[1]) for block in blocks)
    assert len(blocks) == subtitles.get("vtt", "").count(" --> ") == len(split_cues(segments(texts)))


@pytest.mark.parametrize("heard", [(), segments([" "])], ids=["silence", "a blank answer"])
def test_a_transcript_without_words_has_no_subtitles(heard: list[Segment]) -> None:
    assert render_subtitles(Transcript("Kor", tuple(heard))) == {}


@pytest.mark.parametrize("kind", ["srt", "vtt"])
@given(texts=st.lists(st.text("가나다 abc.,", max_size=100), max_size=5))
def test_another_reader_finds_the_same_times_and_lines(kind: str, texts: list[str]) -> None:
    transcript = Transcript("Kor", tuple(segments(texts)))

    text = render_subtitles(transcript).get(kind)
    found = pysubs2.SSAFile() if text is None else pysubs2.SSAFile.from_string(text, format_=kind)

    assert [(cue.start, cue.end, cue.plaintext) for cue in found] == [
        (round(cue.start * 1000), round(cue.end * 1000), "\n".join(cue.lines))
        for cue in split_cues(transcript.segments)
    ]
