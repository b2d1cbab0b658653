"""Fill pages of two subtitle lines: as few pages as possible, equally full, so that no single word fills the last."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from worker.speech.subtitles.alignment import CLAUSE_END
from worker.speech.subtitles.line_breaks import LINE_WIDTH, join_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from worker.speech.subtitles.line_breaks import Piece

_AT_CLAUSE = 40.0
"""A page that ends with a clause may be this much less even (squared full characters): 24 and 16 for 20 and 20."""

_Way = tuple[int, float, int]
"""The number of pages, how uneven they are, and minus the number of the last page's first piece."""


class Page(NamedTuple):
    """What is shown at once: its lines, and the numbers of its first piece and the one after its last."""

    lines: tuple[str, ...]
    first: int
    last: int


def fill_pages(pieces: Sequence[Piece]) -> list[Page]:
    """Fill pages.

    Args:
        pieces: of one sentence, or of several that share pages.

    Returns:
        Pages in order, of one or two lines. A line is at most 16 full characters wide, or one piece.
    """
    text = _Text(pieces)
    ways: list[_Way] = [(0, 0.0, 0)]
    for last in range(1, len(pieces) + 1):
        ways.append(min(_end_page(text, last, ways)))
    pages: list[Page] = []
    last = len(pieces)
    while last > 0:
        first = -ways[last][2]
        pages.append(Page(text.break_page(first, last), first, last))
        last = first
    return pages[::-1]


class _Text:
    """The pieces of a text. It says how wide a line of some of them is, and whether some fit on one page."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        self._reach = list(accumulate((piece.width for piece in pieces), initial=0.0))
        self._full = [self._fill_line(first) for first in range(len(pieces))] + [len(pieces)]
        """For each piece, where the fullest line that begins with it ends."""

    def measure(self, first: int, last: int) -> float:
        """Width of a line."""
        return self._reach[last] - self._reach[first] - len(self.pieces[first].glue) / 2

    def fits(self, first: int, last: int) -> bool:
        """Whether one page holds these pieces."""
        return last <= self._full[self._full[first]]

    def break_page(self, first: int, last: int) -> tuple[str, ...]:
        """One line, or two of about the same width."""
        if last <= self._full[first]:
            return (join_pieces(self.pieces[first:last]),)
        ends = (end for end in range(self._full[first], first, -1) if last <= self._full[end])
        end = min(ends, key=lambda end: max(self.measure(first, end), self.measure(end, last)))
        return join_pieces(self.pieces[first:end]), join_pieces(self.pieces[end:last])

    def _fill_line(self, first: int) -> int:
        last = first + 1
        while last < len(self.pieces) and self.measure(first, last + 1) <= LINE_WIDTH:
            last += 1
        return last


def _end_page(text: _Text, last: int, ways: Sequence[_Way]) -> Iterator[_Way]:
    """All ways to end a page before piece `last`."""
    clause = last < len(text.pieces) and CLAUSE_END.search(text.pieces[last - 1].text)
    for first in range(last - 1, -1, -1):
        if not text.fits(first, last):
            return
        count, uneven, _ = ways[first]
        yield count + 1, uneven + text.measure(first, last) ** 2 - (_AT_CLAUSE if clause else 0.0), -first
