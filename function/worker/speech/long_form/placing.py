"""Put what was heard in a sound on the video's clock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from worker.speech.transcript import Segment, Word


def place(segments: Iterable[Segment], delay: float) -> tuple[Segment, ...]:
    """The same segments `delay` seconds earlier, none before 0, sorted and numbered from 1.

    Words are sorted, and end where they start rather than before: the service promises no order. None is dropped.
    """
    moved = sorted((_move(segment, delay) for segment in segments), key=lambda segment: segment.start)
    return tuple(replace(segment, number=number) for number, segment in enumerate(moved, start=1))


def _move(segment: Segment, delay: float) -> Segment:
    start = _earlier(segment.start, delay)
    words = sorted((_move_word(word, delay) for word in segment.words), key=lambda word: word.start)
    return replace(segment, start=start, end=max(start, _earlier(segment.end, delay)), words=tuple(words))


def _move_word(word: Word, delay: float) -> Word:
    start = _earlier(word.start, delay)
    return replace(word, start=start, end=max(start, _earlier(word.end, delay)))


def _earlier(moment: float, delay: float) -> float:
    """To the millisecond, which is the service's unit."""
    return max(0.0, round(moment - delay, 3))
