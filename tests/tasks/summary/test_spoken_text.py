from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile.browsing import list_markup
from worker.tasks.summary.spoken_text import make_spoken


@pytest.mark.parametrize(
    "text",
    [
        "Hotel:서울에서 묵습니다",
        "metadata:없음",
        "Motel:부산, bigdata:무료",
        "open_data:없음, meta-data:없음",
        "Awww.귀엽다",
        "Awww... 귀엽다",
        "List<String> 타입입니다",
        "Map<String, Integer>와 Map<String, List<Integer>>",
        "Vec<i32>",
        "Map<String, ?>",
        "List<String, int[]>",
        "Promise<void | null>",
        "Vec<Option<i32>>",
        "vector<std::string>",
        "x<y && y>z",
        "<Part 2>",
        "<Squid Game>, <Love Dive>",
        "<Schindler's List>",
        "<Mission: Impossible>, <Face/Off>",
        "<안내> 문",
        "[속보] 지진",
        "[속보] (종합) 지진",
        "배열 a[0] 과 b[i]",
    ],
)
def test_text_that_only_looks_like_markup_stays(text: str) -> None:
    assert make_spoken(text, 100) == text


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("a<b && b>c", "a< b && b>c"),
        ("x<y 이고", "x< y 이고"),
        ("<Big Fish>", "< Big Fish>"),
        ("<Crouching Tiger, Hidden Dragon>", "< Crouching Tiger, Hidden Dragon>"),
        ("Map<Object, List<Object>>", "Map< Object, List< Object>>"),
        ("Class<?>, List<? extends T>", "Class< ?>, List< ? extends T>"),
    ],
)
def test_text_that_html_would_misunderstand_stays_and_loses_its_meaning_there(text: str, spoken: str) -> None:
    assert make_spoken(text, 100) == spoken


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("전화 tel:02-123 끝", "전화 끝"),
        ("전화tel:02-123 끝", "전화 끝"),
        ("(data:text/html,x) 끝", "( 끝"),
        ("여기www.evil.example 끝", "여기 끝"),
        ("(WWW.evil.example) 끝", "( 끝"),
        ("_www.evil.example_ -tel:02-123 끝", "_ - 끝"),
        ("<b>굵게</b> 끝", "굵게 끝"),
        ("<String onclick=x>끝", "끝"),
        ("<x<img src=y> onclick=z>끝", "x onclick=z>끝"),
        ("<x www.evil.example> onclick=y>끝", "x onclick=y>끝"),
        ("<option<b>>끝", "option >끝"),
        ("<?xml version='1'?><!-- x --><br/>끝", "끝"),
        ("<me@evil.example><https://evil.example>끝", "끝"),
        ("<SCRIPT>끝", "끝"),
        ("<script, x>끝", "끝"),
        ("[여기](https://evil.example) 끝", "여기 끝"),
        ("[여기](javascript:x) 끝", "여기 끝"),
        ("[속보](종합) 끝", "[속보] (종합) 끝"),
    ],
)
def test_links_and_markup_are_dropped(text: str, spoken: str) -> None:
    assert make_spoken(text, 100) == spoken


MARKS = ["<", ">", "</", "<!", "<?", "/", "=", "'", '"', "&", "@", "](", "[", "<!--", "-->", " ", "\n", ", ", "안"]
NAMES = [
    "x",
    "b",
    "script",
    "String",
    "svg",
    "option",
    "hidden",
    "onclick",
    "href=y",
    "<b>",
    "<x",
    "www.x",
    "https://e",
]


@given(st.lists(st.sampled_from(MARKS + NAMES), max_size=12))
def test_no_text_means_anything_to_a_browser(pieces: list[str]) -> None:
    assert list_markup(make_spoken("".join(pieces), 1_000)) == []
