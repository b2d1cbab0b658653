"""Find the pieces of a text that share a page: a sentence begins one that does not fit, and so does a pause."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from worker.speech.subtitles.alignment import SENTENCE_END
from worker.speech.subtitles.pages import Page, fill_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from worker.speech.subtitles.alignment import Stretch
    from worker.speech.subtitles.line_breaks import Piece

GAP = 1.0
"""No cue stays through a longer pause (seconds)."""

_SENTENCE_PAUSE = 0.5
"""A pause of this many seconds ends a cue after a sentence, or in a text that does not mark the ends of sentences."""

_ORPHAN = 6.0
"""Narrower text, in full characters, is no sentence: only a gap separates it from the text before."""


def paginate(pieces: Sequence[Piece], times: Sequence[Stretch]) -> Iterator[Page]:
    """Fill pages; a sentence that does not fit on the current page starts a new one, and so does a break.

    Args:
        pieces: of a text.
        times: of each piece.

    Yields:
        Pages in order.
    """
    for begun, last in pairwise(_find_breaks(pieces, times)):
        first = begun
        for end in range(begun + 1, last):
            if not SENTENCE_END.search(pieces[end - 1].text):
                continue
            following = next((at for at in range(end + 1, last) if SENTENCE_END.search(pieces[at - 1].text)), last)
            if len(fill_between(pieces, first, following)) > len(fill_between(pieces, first, end)):
                yield from fill_between(pieces, first, end)
                first = end
        yield from fill_between(pieces, first, last)


def fill_between(pieces: Sequence[Piece], first: int, last: int) -> list[Page]:
    """Fill pages with some of the pieces, by their numbers."""
    pages = fill_pages(pieces[first:last])
    return [Page(page.lines, page.first + first, page.last + first) for page in pages]


def _find_breaks(pieces: Sequence[Piece], times: Sequence[Stretch]) -> list[int]:
    """Numbers of the pieces that follow a break, from 0 to the number of all."""
    marked = any(SENTENCE_END.search(piece.text) for piece in pieces[:-1])
    breaks = [0]
    for at, ((_, end), (start, _)) in enumerate(pairwise(times), start=1):
        pause = start - end
        if pause > GAP or (pause >= _SENTENCE_PAUSE and _ends_sentence(pieces, breaks[-1], at, marked=marked)):
            breaks.append(at)
    return [*breaks, len(pieces)] if pieces else []


def _ends_sentence(pieces: Sequence[Piece], first: int, at: int, *, marked: bool) -> bool:
    """Whether a sentence that began with `first` may end before `at`; `marked` if the text marks sentence ends."""
    if marked:
        return bool(SENTENCE_END.search(pieces[at - 1].text))
    return _is_sentence(pieces, first, at) and _is_sentence(pieces, at, len(pieces))


def _is_sentence(pieces: Sequence[Piece], first: int, last: int) -> bool:
    return any(width >= _ORPHAN for width in accumulate(pieces[at].width for at in range(first, last)))


def split_long(
    pieces: Sequence[Piece], times: Sequence[Stretch], pages: Iterable[Page], longest: float
) -> Iterator[Page]:
    """Part each page that is said for longer than `longest` seconds, at the widest pause, until none is or can be."""
    for page in pages:
        if page.last - page.first < 2 or times[page.last - 1][1] - times[page.first][0] <= longest:  # noqa: PLR2004
            yield page
            continue
        middle = max(range(page.first + 1, page.last), key=lambda at: times[at][0] - times[at - 1][1])
        for first, last in ((page.first, middle), (middle, page.last)):
            yield from split_long(pieces, times, fill_between(pieces, first, last), longest)
