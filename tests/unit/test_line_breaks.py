from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from worker.speech.subtitles.line_breaks import LINE_WIDTH, LINES, measure_width, split_pieces
from worker.speech.subtitles.pages import fill_pages

WORDS = st.lists(st.text("가나다각안녕하세요abcXYZ0189.,!?'", min_size=1, max_size=32), max_size=40)


def break_lines(text: str) -> list[str]:
    return [line for page in fill_pages(split_pieces(text)) for line in page.lines]


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("가나다", 3),
        ("abc", 1.5),
        ("가 나", 2.5),
        ("1,2!", 2),
        ("日本語", 3),
        (unicodedata.normalize("NFC", "각"), 1),
        ("e\u0301", 0.5),
        ("ก็", 0.5),
        ("ᄒᆞᆫ", 1),
        ("🇰🇷", 1),
        ("👨\u200d👩\u200d👧", 1),
        ("☺\ufe0f", 1),
        ("\u200b", 0),
    ],
)
def test_a_latin_letter_a_space_and_a_mark_count_half(text: str, width: float) -> None:
    assert measure_width(text) == width


def test_a_line_holds_sixteen_syllables() -> None:
    assert break_lines("가나다라마바사 " * 3) == ["가나다라마바사 가나다라마바사", "가나다라마바사"]
    assert break_lines("가" * 16) == ["가" * 16]


def test_a_word_longer_than_a_line_stands_alone_and_whole() -> None:
    assert break_lines("앞 " + "가" * 20 + " 뒤") == ["앞", "가" * 20, "뒤"]


def test_a_word_that_no_cue_could_hold_is_split() -> None:
    assert break_lines("앞 " + "a" * 70 + " 뒤") == ["앞", "a" * 32, "a" * 32, "a" * 6 + " 뒤"]


def test_japanese_needs_no_spaces_to_break() -> None:
    assert break_lines("本日は新しい動画編集機能についてご紹介します。まず最初に") == [
        "本日は新しい動画編集機能につ",
        "いてご紹介します。まず最初に",
    ]


@pytest.mark.parametrize("cluster", ["น้ำ", "ᄒᆞᆫ", "🇰🇷", "👨\u200d👩\u200d👧", "क्षि", "あ\u3099", "👍🏽"])
@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_no_line_begins_inside_a_character(cluster: str, before: str) -> None:
    lines = break_lines(before + cluster * 100)

    assert len(lines) > 1
    assert all(set(line.removeprefix(before).split(cluster)) == {""} for line in lines)


def test_no_line_begins_with_a_mark_that_stands_on_a_space() -> None:
    assert not any(line.startswith("\u0301") for line in break_lines("가나다라마바사아자차카타파하갸냐 \u0301 다"))


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        (
            "프로젝트를 만든 후 4개 탭이 표시됩니다: 데이터, 테스트, 학습 및 배포.",
            [("프로젝트를 만든 후", "4개 탭이 표시됩니다:"), ("데이터, 테스트, 학습 및 배포.",)],
        ),
        (
            "가나다라 마바사아 자차카타 파하가나 다라마바 사아자차 및 배포.",
            [("가나다라 마바사아", "자차카타 파하가나"), ("다라마바 사아자차 및 배포.",)],
        ),
        ("가나다라마 바사아자차 및 배포.", [("가나다라마 바사아자차 및 배포.",)]),
        ("가나다라마 바사아자차 및 배포합니다.", [("가나다라마 바사아자차", "및 배포합니다.")]),
    ],
)
def test_no_word_is_left_alone_on_the_last_page_or_line(text: str, pages: list[tuple[str, ...]]) -> None:
    assert [page.lines for page in fill_pages(split_pieces(text))] == pages


@pytest.mark.parametrize("text", ["キャ", "字。", "「字", "漢キャ", "漢字。", "漢「字」"])
@pytest.mark.parametrize("size", [15, 30, 40])
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(text: str, size: int) -> None:
    lines = break_lines(text * size)

    assert len(lines) > 1
    assert not any(line.startswith(("ャ", "。", "」")) or line.endswith("「") for line in lines)


def test_hanja_does_not_split_a_korean_word() -> None:
    assert break_lines("가" * 10 + " 대한민국大는") == ["가" * 10, "대한민국大는"]


def test_decomposed_hangul_is_counted_and_shown_by_the_syllable() -> None:
    assert break_lines(unicodedata.normalize("NFD", "가나다라마바사아자차카타파하")) == ["가나다라마바사아자차카타파하"]


def test_control_characters_are_dropped() -> None:
    assert break_lines("가\x00나\x1b\n다\u2028라") == ["가나 다 라"]


@given(words=WORDS)
def test_every_word_is_shown_once_whole_and_in_order(words: list[str]) -> None:
    assert [word for line in break_lines(" ".join(words)) for word in line.split(" ")] == words


@given(text=st.text(st.characters(categories=("L", "M", "N", "P", "S", "Zs", "Cc")), max_size=300))
@example(text="0" * 32 + " \u0300")  # a mark on a space belongs to the word
def test_nothing_of_any_text_is_lost_and_no_line_is_too_wide(text: str) -> None:
    lines = break_lines(text)

    visible = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cc")
    assert "".join("".join(lines).split()) == "".join(visible.split())
    assert all(lines)
    for line in lines:
        assert measure_width(line) <= LINE_WIDTH * (LINES if len(split_pieces(line)) == 1 else 1)
