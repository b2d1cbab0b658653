"""Split a transcript into subtitle cues.

Rules for Korean: 16 characters a line, where Latin letters, digits, spaces and punctuation count half; two lines; 0.833
to 7 s a cue; no word is split (issue 2, section 2). A word that is longer than a line has a line of its own.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from worker.domain.transcript import Segment

LINE_WIDTH = 16.0
LINES = 2
SHORTEST_SECONDS = 0.833
LONGEST_SECONDS = 7.0


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown from `start` to `end` (seconds)."""

    start: float
    end: float
    lines: tuple[str, ...]


def measure_width(text: str) -> float:
    """Width in full characters."""
    return sum(_width(character) for character in text)


def _width(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(character) in "WF" else 0.5


def split_cues(segments: Iterable[Segment]) -> list[Cue]:
    """Split segments into cues, timed by the share of their text.

    A cue waits for the one before it and keeps its shortest time, so that dense text runs on past its segment rather
    than overlap; it catches up in the next pause.

    Args:
        segments: in time order.

    Returns:
        Cues in time order, none overlapping.
    """
    cues: list[Cue] = []
    free = 0.0
    for segment in segments:
        for start, end, lines in _share(segment):
            begin = max(start, free)
            free = max(begin + SHORTEST_SECONDS, min(end, begin + LONGEST_SECONDS))
            cues.append(Cue(begin, free, lines))
    return cues


def _share(segment: Segment) -> Iterator[tuple[float, float, tuple[str, ...]]]:
    pages = list(_paginate(_break_lines(_clean(segment.text))))
    widths = [sum(map(measure_width, page)) or 0.5 for page in pages]
    per_width = (segment.end - segment.start) / (sum(widths) or 1.0)
    borders = pairwise(accumulate(widths, initial=0.0))
    for page, (before, after) in zip(pages, borders, strict=True):
        yield segment.start + before * per_width, segment.start + after * per_width, page


def _clean(text: str) -> list[str]:
    """Words, composed (NFC) so that a Hangul syllable counts once, without control characters."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(c if c.isspace() or unicodedata.category(c) != "Cc" else "" for c in composed)
    return visible.split()


def _break_lines(words: Sequence[str]) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if line and measure_width(longer) > LINE_WIDTH:
            yield line
            longer = word
        line = longer
    if line:
        yield line


def _paginate(lines: Iterable[str]) -> Iterator[tuple[str, ...]]:
    every = list(lines)
    for first in range(0, len(every), LINES):
        yield tuple(every[first : first + LINES])
