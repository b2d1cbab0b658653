"""Find when each piece of a text was said, from the pauses between its stretches of speech.

A dynamic programme finds the piece before each pause. Speech is about as long as its text is wide, and speakers pause
after a sentence rather than after a clause, and after a clause rather than elsewhere.
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from worker.speech.subtitles.line_breaks import Piece

Stretch = tuple[float, float]
"""Start and end in seconds."""

SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’」』)]*$")  # noqa: RUF001 - Chinese and Japanese write them wide
CLAUSE_END = re.compile(r"[,;:、]$")
_AFTER_CLAUSE, _ELSEWHERE = 0.1, 0.4
"""The cost of a pause of 1 s or more after a clause, and elsewhere. For scale: 1 s more speech than the text needs
costs 0.6 in a stretch of 1 s."""

_STOP, _SYLLABLE = 0.5, 0.2
"""A silence of less than 0.5 s beside a sound of less than 0.2 s is within a word."""

_UNSURE = 0.7
"""Seconds by which the length of any stretch may be wrong."""

_MOST_PIECES = 600
"""No clip has time for more, and more would take much memory; a longer text is spread evenly."""


def find_speech_between(start: float, end: float, pauses: Iterable[Stretch]) -> list[Stretch]:
    """The stretches from start to end between the pauses; the whole if the pauses leave nothing."""
    edges = [start, *(edge for pause in pauses for edge in pause), end]
    stretches: list[Stretch] = []
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if stretches and first - stretches[-1][1] < _STOP and _is_syllable((first, last), stretches[-1]):
            stretches[-1] = (stretches[-1][0], last)
        elif first < last:
            stretches.append((first, last))
    return stretches or [(start, end)]


def _is_syllable(*stretches: Stretch) -> bool:
    return any(last - first < _SYLLABLE for first, last in stretches)


def time_pieces(pieces: Sequence[Piece], speech: Sequence[Stretch]) -> list[Stretch]:
    """Spread a text over speech.

    Args:
        pieces: of the text.
        speech: at least one stretch, in order.

    Returns:
        The time of each piece. Where one ends before the next begins, there is a pause.
    """
    if len(pieces) > _MOST_PIECES:
        speech = [(speech[0][0], speech[-1][1])]
    borders = pairwise([0, *_find_pauses(pieces, speech), len(pieces)])
    times: list[Stretch] = []
    for (first, last), stretch in zip(borders, speech, strict=True):
        times += _spread(pieces[first:last], stretch)
    return times


def _spread(pieces: Sequence[Piece], stretch: Stretch) -> Iterator[Stretch]:
    start, end = stretch
    reach = list(accumulate((piece.width or 0.5 for piece in pieces), initial=0.0))
    for before, after in pairwise(reach):
        yield start + (end - start) * before / reach[-1], start + (end - start) * after / reach[-1]


def _find_pauses(pieces: Sequence[Piece], speech: Sequence[Stretch]) -> list[int]:
    """For each pause, the number of pieces before it."""
    if len(speech) == 1:
        return []
    import numpy as np  # noqa: PLC0415 - see levels.measure_levels

    lengths = [end - start for start, end in speech]
    pauses = [min(1.0, start - end) for (_, end), (start, _) in pairwise(speech)]
    said = np.cumsum([0.0, *(piece.width or 0.5 for piece in pieces)])
    said *= sum(lengths) / said[-1]
    prices = np.array([_ELSEWHERE, *map(_price, pieces)])
    spans = np.where(said[None, :] >= said[:, None], said[None, :] - said[:, None], np.inf)
    costs, came = np.where(said > 0, np.inf, 0.0), list[list[int]]()
    for length, pause in zip(lengths, [*pauses, 0.0], strict=True):
        ways = costs[:, None] + (spans - length) ** 2 / (length + _UNSURE) + pause * prices[None, :]
        came.append(ways.argmin(axis=0).tolist())
        costs = ways.min(axis=0)
    return _trace(came, len(pieces))


def _price(piece: Piece) -> float:
    if SENTENCE_END.search(piece.text):
        return 0.0
    return _AFTER_CLAUSE if CLAUSE_END.search(piece.text) else _ELSEWHERE


def _trace(came: Sequence[Sequence[int]], end: int) -> list[int]:
    found: list[int] = []
    for sources in reversed(came[1:]):
        end = sources[end]
        found.append(end)
    return found[::-1]
