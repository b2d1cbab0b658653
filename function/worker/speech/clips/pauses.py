"""Where a recording may be cut: in its silences, and otherwise where it is quietest."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from worker.speech.clips.levels import SURE_SILENCE, SYLLABLE_FRAMES, average, find_silence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

KEPT_FRAMES = 5
"""0.1 s of silence stays on each side of speech, on top of the 0.14 s by which averaging widens it."""

_SLOT_FRAMES = 50
"""Within speech, each second offers one cut: the quietest."""

_CALM_FRAMES = 10
"""A cut needs 0.2 s of quiet around it; a shorter gap lies inside a consonant."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A place for a cut: one clip ends at frame `end`, the next begins at `start`; silence lies between.

    `loudness` is that of the quietest 0.2 s, in decibels over the lesser of silence and `SURE_SILENCE`.
    """

    end: int
    start: int
    loudness: float = 0.0


def find_pauses(levels: Sequence[float], silence: float) -> list[Pause]:
    """Find all places for a cut, at least one a second.

    Args:
        levels: mean square of each 20 ms frame.
        silence: the mean square over 0.3 s that silence does not exceed.

    Returns:
        Pauses in order. The first ends at 0 and the last starts at the end; they are as long as the silence there.
    """
    syllables, calm = average(levels, SYLLABLE_FRAMES), average(levels, _CALM_FRAMES)
    unheard = min(silence, SURE_SILENCE)
    pauses: list[Pause] = []
    frame = 0
    for silent, run in groupby(power <= silence for power in syllables):
        first, frame = frame, frame + len(list(run))
        pauses += [_shorten(first, frame, len(levels))] if silent else _cut_speech(first, frame, calm, unheard)
    if syllables and syllables[0] > silence:
        pauses.insert(0, Pause(0, 0))
    if syllables and syllables[-1] > silence:
        pauses.append(Pause(len(levels), len(levels)))
    return pauses


def find_breaths(levels: Sequence[float]) -> list[tuple[int, int]]:
    """Find the silences of a clip that last 0.3 s or longer.

    Args:
        levels: mean square of each 20 ms frame of the clip.

    Returns:
        First frame of each silence and the one after its last, in order; the silences reach up to the speech.
    """
    silence, widened = find_silence(levels), SYLLABLE_FRAMES // 2
    breaths: list[tuple[int, int]] = []
    frame = 0
    for silent, run in groupby(power <= silence for power in average(levels, SYLLABLE_FRAMES)):
        first, frame = frame, frame + len(list(run))
        if silent:
            breaths.append((max(0, first - widened) if first else 0, min(frame + widened, len(levels))))
    return breaths


def _shorten(first: int, last: int, length: int) -> Pause:
    """The part to leave out of a silence from frame `first` to `last`, between the speech on its two sides."""
    middle = (first + last) // 2
    end = min(first + KEPT_FRAMES, middle if last < length else last) if first > 0 else 0
    start = max(last - KEPT_FRAMES, middle if first > 0 else 0) if last < length else length
    return Pause(end, start)


def _cut_speech(first: int, last: int, calm: Sequence[float], unheard: float) -> Iterator[Pause]:
    """The quietest place for a cut in each second between two frames."""
    for slot in range(first + _SLOT_FRAMES, last - _SLOT_FRAMES, _SLOT_FRAMES):
        border = min(range(slot, min(slot + _SLOT_FRAMES, last)), key=calm.__getitem__)
        yield Pause(border, border, 10 * math.log10(max(1.0, calm[border] / unheard)))
