"""Break text into subtitle lines.

Netflix's Korean rule: 16 characters a line, where Latin letters, digits, spaces and punctuation count half; no word is
split. Two things are not words in that sense: Chinese and Japanese, which are written without spaces and may break
between most characters, and what is too wide for a whole cue (a long address), which nobody could read in one line.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LINE_WIDTH = 16.0
LINES = 2

_LETTERS = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_OPENING = "「『【〈《"
_CLOSING = "、。」』】〉》\uff01\uff1f"
_NOT_FIRST = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶー・ゝゞヽヾ"
_BREAK = re.compile(f"(?<=[{_LETTERS}{_CLOSING}])(?=[{_LETTERS}{_OPENING}])(?![{_NOT_FIRST}])")
"""Between two kana or ideographs, also across their brackets and stops. Hanja inside a Hangul word does not end it."""


def measure_width(text: str) -> float:
    """Width in full characters."""
    return sum(_width(character) for character in text)


def break_lines(text: str) -> list[str]:
    """Break a text.

    Args:
        text: any; control characters are dropped, decomposed Hangul is composed so that a syllable counts once.

    Returns:
        Lines of at most 16 full characters. A word wider than that, and not wider than a cue of two lines, has a line
        of its own.
    """
    lines: list[str] = []
    for word in _clean(text).split():
        glue = " "
        for piece in _split_word(word):
            if lines and measure_width(longer := lines[-1] + glue + piece) <= LINE_WIDTH:
                lines[-1] = longer
            else:
                lines.append(piece)
            glue = ""
    return lines


def _width(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(character) in "WF" else 0.5


def _clean(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return "".join(c for c in composed if c.isspace() or unicodedata.category(c) != "Cc")


def _split_word(word: str) -> Iterator[str]:
    for piece in _BREAK.split(word):
        if measure_width(piece) <= LINE_WIDTH * LINES:
            yield piece
        else:
            yield from _chop(piece)


def _chop(piece: Iterable[str]) -> Iterator[str]:
    part, width = "", 0.0
    for character in piece:
        width += _width(character)
        if width > LINE_WIDTH:
            yield part
            part, width = "", _width(character)
        part += character
    yield part
