"""The cheapest way to send a recording: which of its pauses to cut at, by dynamic programming."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from worker.speech.billing import STT_UNIT_SECONDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.speech.clips.pauses import Pause

FRAMES = 50
"""Frames a second."""

LONGEST = 55 * FRAMES
"""CSR's limit is 60 s; a cut by a container's clock can exceed it (docs/sources.md, CLOVA)."""

SHORTEST = FRAMES
"""CSR refuses clips of about 0.4 s (STT007); a second is safe."""

_NEAR = 10 * FRAMES
_MUCH = 10.0
"""Decibels. A cut is bad where a much quieter place is near: it then falls inside a word."""

_BAD = 60.0
"""The price of a bad cut, or of a clip too short, in billed seconds: made only where nothing else is possible."""

_CALL, _LOUD, _TIE = 5.0, 1.0, 0.01
"""Among equally cheap ways, a call counts like 5 s of sound (each call takes a while), and a decibel like 1 s."""

Clip = tuple[int, int]
"""First frame, and the one after the last."""


def choose_clips(pauses: Sequence[Pause], *, final: bool) -> list[Clip]:
    """Choose the cheapest clips; each is billed in units of 15 s, rounded up.

    Args:
        pauses: of a recording, or of its next minutes, in order; no two neighbours are 55 s apart.
        final: whether the last pause is the recording's end. Otherwise the last clip ends at the pause of the last 55 s
            that promises the cheapest rest.

    Returns:
        Clips in order, without overlap, that cover everything between the pauses; none where there is only silence.
    """
    surcharges = _find_surcharges(pauses)
    costs, came = [0.0], [0]
    for at in range(1, len(pauses)):
        ways = [(costs[source] + _price(pauses[source], pauses[at]), source) for source in _reach(pauses, at)]
        cost, source = min(ways)
        costs.append(cost + surcharges[at])
        came.append(source)
    at = len(pauses) - 1 if final else _choose_end(pauses, costs)
    return _trace(pauses, came, at)


def stretch(before: Pause, after: Pause) -> Clip:
    """The clip between two pauses; a clip that is too short is extended into the silence."""
    first, last = before.start, max(after.end, min(before.start + SHORTEST, after.start))
    return min(first, max(before.end, last - SHORTEST)), last


def _reach(pauses: Sequence[Pause], at: int) -> range:
    first = at - 1
    while first > 0 and pauses[at].end - pauses[first - 1].start <= LONGEST:
        first -= 1
    return range(first, at)


def _price(before: Pause, after: Pause) -> float:
    first, last = stretch(before, after)
    seconds = (last - first) / FRAMES
    short = _BAD if last - first < SHORTEST else 0.0
    return math.ceil(seconds / STT_UNIT_SECONDS) * STT_UNIT_SECONDS + short + _TIE * (_CALL + seconds)


def _find_surcharges(pauses: Sequence[Pause]) -> list[float]:
    """The extra price of a cut at each pause, by its loudness."""
    return [
        _TIE * _LOUD * pause.loudness + (_BAD if pause.loudness > _find_quietest(pauses, at) + _MUCH else 0.0)
        for at, pause in enumerate(pauses)
    ]


def _find_quietest(pauses: Sequence[Pause], at: int) -> float:
    """The least loudness near a pause."""
    first = last = at
    while first > 0 and pauses[at].end - pauses[first - 1].start <= _NEAR:
        first -= 1
    while last < len(pauses) - 1 and pauses[last + 1].end - pauses[at].start <= _NEAR:
        last += 1
    return min(pause.loudness for pause in pauses[first : last + 1])


def _choose_end(pauses: Sequence[Pause], costs: Sequence[float]) -> int:
    """The pause with the least total price if the rest after it were sent without any waste."""
    end = pauses[-1].start
    ends = [at for at in range(1, len(pauses)) if end - pauses[at].start <= LONGEST and pauses[at].end < end]
    return min(ends, key=lambda at: costs[at] + (end - pauses[at].start) / FRAMES, default=0)


def _trace(pauses: Sequence[Pause], came: Sequence[int], at: int) -> list[Clip]:
    clips: list[Clip] = []
    while at > 0:
        clips.append(stretch(pauses[came[at]], pauses[at]))
        at = came[at]
    return clips[::-1]
