"""Two ways of one job, in turns, so that a busy machine disturbs both alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from tests.measuring import Usage

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Contest:
    """What is claimed, and both ways: `costly` is what we did not choose."""

    claim: str
    costly: Callable[[], Usage]
    chosen: Callable[[], Usage]
    rounds: int = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """The medians of both ways."""

    claim: str
    rounds: int
    costly: dict[str, float]
    chosen: dict[str, float]

    @property
    def ratios(self) -> dict[str, float]:
        """How many times more the costly way takes, by quantity; quantities nobody measured are missing."""
        return {name: self.costly[name] / spent for name, spent in self.chosen.items() if spent}

    def describe(self) -> dict[str, Any]:
        """The finding as JSON takes it."""
        return {**asdict(self), "ratios": self.ratios}


def hold(contest: Contest) -> Finding:
    """Run both ways in turns."""
    turns = [(contest.costly(), contest.chosen()) for _ in range(contest.rounds)]
    costly, chosen = zip(*turns, strict=True)
    return Finding(contest.claim, contest.rounds, _take_medians(costly), _take_medians(chosen))


def _take_medians(usages: Sequence[Usage]) -> dict[str, float]:
    taken = [asdict(usage) for usage in usages]
    return {name: median(usage[name] for usage in taken) for name in taken[0]}
