"""How a worker's size develops: its slope, its steps and its spikes, each with a bound of its own.

A step is a rise that stays, a spike one that does not; a slope is what is left of the growth without the steps. It is
taken of the second half: until then each kind of trouble has come for the first time, and has loaded what it needs
(10,000 messages, measured: 10 MB in the first 1,000 deliveries of a worker, 0.6 in the next).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from statistics import linear_regression, median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.faults.history import Delivery

MOST_SLOPE = 2.0
"""Megabytes in a thousand deliveries."""
MOST_STEP = 10.0
MOST_SPIKE = 40.0
"""Megabytes; a worker may hold one reply of 4 MB, and its sound, several times over."""

WARM = 100
"""Deliveries after which a worker has loaded all it needs."""

_AROUND = 20
"""Deliveries whose median is a size before or after."""
_SEEN = 4.0
"""Megabytes; less is noise of the allocator."""


@dataclass(frozen=True)
class Rise:
    """A delivery after which a worker was larger by so many megabytes than around it, or from then on."""

    megabytes: float
    place: int
    case: str


@dataclass(frozen=True)
class Memory:
    """One worker's."""

    slope: float
    steps: list[Rise]
    spikes: list[Rise]

    @property
    def flaws(self) -> list[str]:
        """What is over its bound, in words."""
        slope = [f"slope {self.slope:+.2f} MB in 1,000 deliveries"] if self.slope > MOST_SLOPE else []
        steps = [f"step {_tell(one)}" for one in self.steps if one.megabytes > MOST_STEP]
        return slope + steps + [f"spike {_tell(one)}" for one in self.spikes if one.megabytes > MOST_SPIKE]

    def dump(self) -> dict[str, Any]:
        """For the report."""
        return asdict(self)


def measure(deliveries: Sequence[Delivery]) -> Memory:
    """Take a worker's sizes apart.

    Args:
        deliveries: all of one worker, in their order.

    Returns:
        What its sizes did once it was warm; nothing of a worker that never was.
    """
    warm = list(deliveries[WARM:])
    if len(warm) <= 2 * _AROUND:
        return Memory(0.0, [], [])
    sizes = [one.megabytes for one in warm]
    levels = [_level(sizes, place) for place in range(len(sizes) + 1)]
    steps = [Rise(rise, WARM + place, warm[place].case) for place, rise in _find_steps(levels, sizes)]
    spikes = [
        Rise(size - levels[place + 1][1], WARM + place, warm[place].case)
        for place, size in enumerate(sizes)
        if size - max(levels[place + 1]) > _SEEN
    ]
    flat = [size - sum(one.megabytes for one in steps if one.place - WARM <= place) for place, size in enumerate(sizes)]
    late = flat[len(flat) // 2 :]
    return Memory(1000 * linear_regression(range(len(late)), late).slope, steps, spikes)


def _level(sizes: Sequence[float], place: int) -> tuple[float, float]:
    """Megabytes before a place and from it on."""
    before, after = sizes[max(0, place - _AROUND) : place], sizes[place : place + _AROUND]
    return median(before or after), median(after or before)


def _find_steps(levels: Sequence[tuple[float, float]], sizes: Sequence[float]) -> Iterator[tuple[int, float]]:
    """Where sizes rise and stay so. Neighbours see the same step: it is where the size rises most at once."""
    rises = {place: after - before for place, (before, after) in enumerate(levels[:-1]) if after - before > _SEEN}
    while rises:
        first = min(rises)
        places = [place for place in range(first, first + 2 * _AROUND) if place in rises]
        yield max(places, key=lambda place: sizes[place] - sizes[max(0, place - 1)]), max(map(rises.pop, places))


def _tell(rise: Rise) -> str:
    return f"{rise.megabytes:+.1f} MB at delivery {rise.place} ({rise.case})"
