"""What came of all runs: a row for each, and the figures that must be kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from statistics import median
from typing import TYPE_CHECKING

from bench.jobs.runs import Run

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Row:
    """What was run, and the median of it; `bound` is that of the schedule in seconds (0: not known)."""

    name: str
    run: Run
    bound: float = 0.0


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure, and what it must be at most, or at least."""

    what: str
    value: float
    limit: float
    at_least: bool = False

    @property
    def kept(self) -> bool:
        """Whether it is."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit


@dataclass
class Board:
    """Shows each row as soon as it is there."""

    show: Callable[[Row], object]
    rows: list[Row] = field(default_factory=list[Row])
    claims: list[Claim] = field(default_factory=list[Claim])

    def note(self, name: str, runs: Sequence[Run], bound: float = 0.0) -> Run:
        """Add a row; returns the median of the runs."""
        self.rows.append(Row(name, take_median(runs), bound))
        self.show(self.rows[-1])
        return self.rows[-1].run

    def claim(self, what: str, value: float, *, at_most: float) -> None:
        """Add a figure that should be small."""
        self.claims.append(Claim(what, value, at_most))

    def claim_large(self, what: str, value: float, *, at_least: float) -> None:
        """Add a figure that should be large."""
        self.claims.append(Claim(what, value, at_least, at_least=True))


def take_median(runs: Sequence[Run]) -> Run:
    """Of each quantity; the calls are those of the first run."""
    names = ("wall", "cpu", "memory", "disk", "fetched", "billed")
    return replace(runs[0], **{name: median(getattr(run, name) for run in runs) for name in names})
