"""Split a transcript into subtitle cues.

Two lines a cue (`line_breaks` says how wide), shown for 0.833 to 7 s: Netflix's timed text rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from worker.speech.subtitles.alignment import SENTENCE_END, find_speech_between, time_pieces
from worker.speech.subtitles.line_breaks import split_pieces
from worker.speech.subtitles.pages import Page, fill_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from worker.speech.subtitles.alignment import Stretch
    from worker.speech.subtitles.line_breaks import Piece
    from worker.speech.transcript import Segment

SHORTEST_SECONDS = 0.833
LONGEST_SECONDS = 7.0

_GAP = 1.0
"""No cue stays through a longer pause (seconds)."""

_SENTENCE_PAUSE = 0.5
"""A pause of this many seconds ends a cue after a sentence, or in a text that does not mark the ends of sentences."""

_ORPHAN = 6.0
"""Narrower text, in full characters, is no sentence: only a gap separates it from the text before."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Text that is shown from `start` to `end` (seconds)."""

    start: float
    end: float
    lines: tuple[str, ...]


def split_cues(segments: Iterable[Segment]) -> list[Cue]:
    """Split segments into cues, timed by their pauses and by the share of their text.

    A cue waits for the one before it and is shown for at least the shortest time. Dense text therefore runs past its
    segment instead of overlapping, and catches up in the next pause.

    Args:
        segments: in time order.

    Returns:
        Cues in time order, none overlapping.
    """
    cues: list[Cue] = []
    free = 0.0
    for segment in segments:
        for start, end, lines in _show(segment):
            begin = max(start, free)
            free = max(begin + SHORTEST_SECONDS, min(end, begin + LONGEST_SECONDS))
            cues.append(Cue(begin, free, lines))
    return cues


def _show(segment: Segment) -> list[tuple[float, float, tuple[str, ...]]]:
    """The pages of a segment with their times; each stays until the next unless there is a gap."""
    pieces = split_pieces(segment.text)
    times = time_pieces(pieces, find_speech_between(segment.start, segment.end, segment.pauses)) if pieces else []
    pages = list(_paginate(pieces, times))
    starts = [times[page.first][0] for page in pages]
    ends = [times[page.last - 1][1] for page in pages]
    until = [after if after - end <= _GAP else end for end, after in zip(ends, [*starts[1:], *ends[-1:]], strict=True)]
    return list(zip(starts, until, (page.lines for page in pages), strict=True))


def _paginate(pieces: Sequence[Piece], times: Sequence[Stretch]) -> Iterator[Page]:
    """Fill pages; a sentence that does not fit on the current page starts a new one, and so does a break."""
    for begun, last in pairwise(_find_breaks(pieces, times)):
        first = begun
        for end in range(begun + 1, last):
            if not SENTENCE_END.search(pieces[end - 1].text):
                continue
            following = next((at for at in range(end + 1, last) if SENTENCE_END.search(pieces[at - 1].text)), last)
            if len(_fill(pieces, first, following)) > len(_fill(pieces, first, end)):
                yield from _fill(pieces, first, end)
                first = end
        yield from _fill(pieces, first, last)


def _fill(pieces: Sequence[Piece], first: int, last: int) -> list[Page]:
    pages = fill_pages(pieces[first:last])
    return [Page(page.lines, page.first + first, page.last + first) for page in pages]


def _find_breaks(pieces: Sequence[Piece], times: Sequence[Stretch]) -> list[int]:
    """Numbers of the pieces that follow a break, from 0 to the number of all."""
    marked = any(SENTENCE_END.search(piece.text) for piece in pieces[:-1])
    breaks = [0]
    for at, ((_, end), (start, _)) in enumerate(pairwise(times), start=1):
        pause = start - end
        if pause > _GAP or (pause >= _SENTENCE_PAUSE and _ends_sentence(pieces, breaks[-1], at, marked=marked)):
            breaks.append(at)
    return [*breaks, len(pieces)] if pieces else []


def _ends_sentence(pieces: Sequence[Piece], first: int, at: int, *, marked: bool) -> bool:
    """Whether a sentence that began with `first` may end before `at`; `marked` if the text marks sentence ends."""
    if marked:
        return bool(SENTENCE_END.search(pieces[at - 1].text))
    return _is_sentence(pieces, first, at) and _is_sentence(pieces, at, len(pieces))


def _is_sentence(pieces: Sequence[Piece], first: int, last: int) -> bool:
    return any(width >= _ORPHAN for width in accumulate(pieces[at].width for at in range(first, last)))
