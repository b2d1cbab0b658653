"""Split a transcript into subtitle cues.

Two lines a cue (`line_breaks` says how wide), shown for 0.833 to 7 s: Netflix's timed text rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from worker.speech.subtitles.alignment import find_speech_between, time_pieces
from worker.speech.subtitles.line_breaks import split_pieces
from worker.speech.subtitles.sentences import GAP, paginate, split_long
from worker.speech.subtitles.words import time_by_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from worker.speech.transcript import Segment

SHORTEST_SECONDS = 0.833
LONGEST_SECONDS = 7.0

_BETWEEN = 2 / 24
"""Seconds between a cue that lingers and the next one: two frames, so that the change is seen."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Text that is shown from `start` to `end` (seconds); one speaker's."""

    start: float
    end: float
    lines: tuple[str, ...]
    speaker: str | None = None


class _Shown(NamedTuple):
    """A page and when its text is said."""

    start: float
    end: float
    lines: tuple[str, ...]
    segment: Segment


def split_cues(segments: Iterable[Segment]) -> list[Cue]:
    """Split segments into cues, timed by their words, or else by their pauses and the share of their text.

    A cue waits for the one before it and is shown for at least the shortest time. Dense text therefore runs past its
    segment instead of overlapping, and catches up in the next pause. Each segment begins a cue, so that no cue has two
    speakers.

    Args:
        segments: in time order.

    Returns:
        Cues in time order, none overlapping.
    """
    cues: list[Cue] = []
    free = 0.0
    shown = [page for segment in segments for page in _show(segment)]
    for page, until in zip(shown, _linger(shown), strict=True):
        begin = max(page.start, free)
        free = max(begin + SHORTEST_SECONDS, min(until, begin + LONGEST_SECONDS))
        cues.append(Cue(begin, free, page.lines, page.segment.speaker))
    return cues


def _show(segment: Segment) -> Iterator[_Shown]:
    """The pages of a segment."""
    pieces = split_pieces(segment.text)
    if not pieces:
        return
    if segment.words:
        times = time_by_words(pieces, segment.words, (segment.start, segment.end))
        pages = split_long(pieces, times, paginate(pieces, times), LONGEST_SECONDS)
    else:
        times = time_pieces(pieces, find_speech_between(segment.start, segment.end, segment.pauses))
        pages = paginate(pieces, times)
    for page in pages:
        yield _Shown(times[page.first][0], times[page.last - 1][1], page.lines, segment)


def _linger(shown: list[_Shown]) -> Iterator[float]:
    """Until when each page may stay: until the next one, unless there is a gap or the next one is said meanwhile."""
    for page, after in pairwise(shown):
        if not 0 <= after.start - page.end <= GAP:
            yield page.end
        elif page.segment.words:
            yield after.start - _BETWEEN
        else:
            yield after.start if after.segment is page.segment else page.end
    yield from (page.end for page in shown[-1:])
