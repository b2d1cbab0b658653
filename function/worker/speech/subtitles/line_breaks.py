"""Where text may break into subtitle lines, and how wide it is.

Netflix's Korean rule: 16 characters a line, where Latin letters, digits, spaces and punctuation count half; no word is
split. Two exceptions: Chinese and Japanese have no spaces and may break between most characters, and a word too wide
for a whole cue (a long address) is chopped, since it does not fit on a page. A character is a grapheme cluster
of Unicode: a Thai vowel, an old Hangul syllable, a flag, a family of emoji.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from regex import Pattern

LINE_WIDTH = 16.0
LINES = 2

_LETTERS = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_OPENING = "「『【〈《"
_CLOSING = "、。」』】〉》\uff01\uff1f"
_NOT_FIRST = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶー・ゝゞヽヾ"
_BEFORE = re.compile(f"[{_LETTERS}{_CLOSING}]")
_BEHIND = re.compile(f"(?![{_NOT_FIRST}])[{_LETTERS}{_OPENING}]")
"""Lines may end between two kana or ideographs, also across brackets and stops, but not at Hanja in a Hangul word."""


class Piece(NamedTuple):
    """A stretch of text within which no line ends; `glue` joins it to the piece before on the same line.

    `width` is the width of both, in full characters.
    """

    glue: str
    text: str
    width: float


def split_pieces(text: str) -> list[Piece]:
    """Split a text where a line may end.

    Args:
        text: any; control characters are dropped, decomposed Hangul is composed so that a syllable counts once.

    Returns:
        Pieces of at most 32 full characters; wider ones are chopped to 16.
    """
    clusters = _find_clusters(_clean(text))
    words = [list(word) for blank, word in groupby(clusters, str.isspace) if not blank]
    glued = [("" if at else " ", piece) for word in words for at, piece in enumerate(_split_word(word))]
    return [Piece(glue, piece, measure_width(glue + piece)) for glue, piece in glued]


def join_pieces(pieces: Sequence[Piece]) -> str:
    """Join pieces to one line."""
    return "".join(piece.glue + piece.text for piece in pieces).strip()


def measure_width(text: str) -> float:
    """Width in full characters."""
    return sum(map(_width, _find_clusters(text)))


@cache
def _patterns() -> tuple[Pattern[str], Pattern[str], Pattern[str]]:
    """Patterns for a cluster, for what makes it as wide as a Hangul syllable, and for an invisible one."""
    import regex  # noqa: PLC0415 - 0.1 s that a cold start should not pay for

    wide = r"[\p{East_Asian_Width=W}\p{East_Asian_Width=F}\p{Regional_Indicator}\uFE0F]"
    return regex.compile(r"\X"), regex.compile(wide), regex.compile(r"[\p{M}\p{Cf}]+")


def _find_clusters(text: str) -> list[str]:
    return _patterns()[0].findall(text)


@lru_cache(4096)
def _width(cluster: str) -> float:
    _, wide, unseen = _patterns()
    if unseen.fullmatch(cluster):
        return 0.0
    return 1.0 if wide.search(cluster) else 0.5


def _clean(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return "".join(c for c in composed if c.isspace() or unicodedata.category(c) != "Cc")


def _split_word(word: Sequence[str]) -> Iterator[str]:
    piece = [word[0]]
    for one, other in pairwise(word):
        if _BEFORE.match(one) and _BEHIND.match(other):
            yield from _chop(piece)
            piece = []
        piece.append(other)
    yield from _chop(piece)


def _chop(clusters: Iterable[str]) -> Iterator[str]:
    piece = "".join(clusters)
    if measure_width(piece) <= LINE_WIDTH * LINES:
        yield piece
        return
    part, width = "", 0.0
    for cluster in clusters:
        width += _width(cluster)
        if width > LINE_WIDTH:
            yield part
            part, width = "", _width(cluster)
        part += cluster
    yield part
