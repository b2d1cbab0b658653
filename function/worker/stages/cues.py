"""Split a transcript into subtitle cues.

Two lines a cue (`line_breaks` says how wide), shown for 0.833 to 7 s: Netflix's timed text rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from worker.stages.line_breaks import LINES, break_lines, measure_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from worker.domain.transcript import Segment

SHORTEST_SECONDS = 0.833
LONGEST_SECONDS = 7.0

_SENTENCE_END = re.compile(r"(?<=[.!?…])(?=\s)|(?<=[。！？])")  # noqa: RUF001 - Chinese and Japanese write them wide


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown from `start` to `end` (seconds)."""

    start: float
    end: float
    lines: tuple[str, ...]


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
    pages = _paginate(segment.text)
    widths = [sum(map(measure_width, page)) or 0.5 for page in pages]
    per_width = (segment.end - segment.start) / (sum(widths) or 1.0)
    borders = pairwise(accumulate(widths, initial=0.0))
    for page, (before, after) in zip(pages, borders, strict=True):
        yield segment.start + before * per_width, segment.start + after * per_width, page


def _paginate(text: str) -> list[tuple[str, ...]]:
    """Fill pages of two lines; a sentence that does not fit on the page begun begins a new one."""
    pages: list[tuple[str, ...]] = []
    paragraph = ""
    for sentence in _SENTENCE_END.split(text):
        if paragraph and len(_cut(paragraph + sentence)) > len(_cut(paragraph)):
            pages += _cut(paragraph)
            paragraph = ""
        paragraph += sentence
    return pages + _cut(paragraph)


def _cut(text: str) -> list[tuple[str, ...]]:
    lines = break_lines(text)
    return [tuple(lines[first : first + LINES]) for first in range(0, len(lines), LINES)]
