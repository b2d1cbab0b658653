from __future__ import annotations

import pytest

from worker.jobs.plain_text import make_plain, shorten


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  한국어\n둘째 줄 ", "한국어\n둘째 줄"),
        ("a\x00b\x1b[31mc\x85", "ab[31mc"),
        ("a\ud800b", "a\ufffdb"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("\x07\n", ""),
    ],
)
def test_plain_text_is_printable_and_encodable(text: str, plain: str) -> None:
    assert make_plain(text) == plain
    assert make_plain(text).encode().decode() == plain


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("ten chars!", "ten chars!"),
        ("eleven char", "eleven…"),
        ("abcdefghijkl", "abcdefghi…"),
        ("a bcdefghijkl", "a bcdefgh…"),
    ],
)
def test_a_text_is_cut_at_a_space_where_one_is_near(text: str, short: str) -> None:
    assert shorten(text, 10) == short
