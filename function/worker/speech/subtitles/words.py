"""Find when each piece of a text was said, from the times of its words.

The words of an engine need not be those of its text ("3" for "셋", an edited text), and their times come in no promised
order: some have no length, some overlap.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from worker.speech.subtitles.alignment import find_speech_between, time_pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from worker.speech.subtitles.alignment import Stretch
    from worker.speech.subtitles.line_breaks import Piece
    from worker.speech.transcript import Word

_PAUSE = 0.3
"""Seconds between two words from which the voice pauses."""

_UNSAID = frozenset("ZPC")
"""Unicode's spaces, punctuation and control characters, which a text has and its words may lack."""


def time_by_words(pieces: Sequence[Piece], words: Sequence[Word], within: Stretch) -> list[Stretch]:
    """Time a text by its words.

    Args:
        pieces: of the text.
        words: at least one, in any order.
        within: the segment; no word is taken to be outside.

    Returns:
        The time of each piece, in order, none overlapping. Where words and text differ, the text is spread over the
        time of the words, and where that is none from their start to the segment's end.
    """
    ordered = sorted(words, key=lambda word: (word.start, word.end))
    times = _clamp([(word.start, word.end) for word in ordered], within)
    start, end = times[0][0], times[-1][1]
    if start == end:
        return time_pieces(pieces, [(start, within[1])])
    lengths = [len(_spell(piece.text)) for piece in pieces]
    text = "".join(_spell(piece.text) for piece in pieces)
    for heard in (ordered, words):
        spelt = [_spell(word.text) for word in heard]
        if text and "".join(spelt) == text:
            return list(_follow(lengths, list(map(len, spelt)), times))
    pauses = [(before, after) for (_, before), (after, _) in pairwise(times) if after - before >= _PAUSE]
    return time_pieces(pieces, find_speech_between(start, end, pauses))


def _clamp(times: Iterable[Stretch], within: Stretch) -> list[Stretch]:
    """No word begins before the one before it, ends before it begins, or goes on in the next one."""
    first, last = within
    starts = [min(max(start, first), last) for start, _ in times]
    return [
        (start, max(start, min(end, after)))
        for start, (_, end), after in zip(starts, times, [*starts[1:], last], strict=True)
    ]


def _spell(text: str) -> str:
    """The characters that are said."""
    alike = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in alike if unicodedata.category(character)[0] not in _UNSAID)


def _follow(pieces: Sequence[int], words: Sequence[int], times: Sequence[Stretch]) -> Iterator[Stretch]:
    """The times of pieces from those of words; both are given as numbers of said characters, whose sums are equal."""
    reach = list(accumulate(words, initial=0))
    ends = accumulate(pieces)
    moment = times[0][0]
    for length, end in zip(pieces, ends, strict=True):
        begin = moment
        if length:
            first, last = bisect_right(reach, end - length) - 1, bisect_left(reach, end) - 1
            begin = _share(times[first], (end - length - reach[first]) / words[first])
            moment = _share(times[last], (end - reach[last]) / words[last])
        yield begin, moment


def _share(time: Stretch, share: float) -> float:
    start, end = time
    return start + (end - start) * share
