"""What all suites found: a table for the terminal, and everything for a file."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from tests.faults.history import Delivery
from tests.faults.judging import KINDS, Flaw

if TYPE_CHECKING:
    from pathlib import Path

_MOST_SHOWN = 3


@dataclass(frozen=True)
class SuiteReport:
    """One suite: how many cases, what the workers did, and every promise that was broken."""

    name: str
    cases: int
    deliveries: list[Delivery]
    flaws: list[Flaw]
    seconds: float

    @property
    def deaths(self) -> int:
        """Workers that died."""
        return sum(delivery.died for delivery in self.deliveries)

    @property
    def missed(self) -> int:
        """Faults that never met their boundary; the control has not all of them."""
        return sum(not delivery.hit for delivery in self.deliveries if delivery.trouble != "none" and not delivery.died)

    def row(self) -> str:
        """A line of the table."""
        kinds = Counter(flaw.kind for flaw in self.flaws)
        numbers = (self.cases, len(self.deliveries), self.deaths, self.missed, *(kinds[kind] for kind in KINDS))
        return f"{self.name:<11}" + "".join(f"{number:>14}" for number in numbers) + f"{self.seconds:>9.0f} s"


@dataclass(frozen=True)
class Report:
    """All suites, of the product or of the control; the seed gives the same cases again."""

    subject: str
    seed: int
    suites: list[SuiteReport]

    @property
    def broken(self) -> bool:
        """Whether any promise was broken."""
        return any(suite.flaws for suite in self.suites)

    @property
    def judged(self) -> list[SuiteReport]:
        """Suites that had cases."""
        return [suite for suite in self.suites if suite.cases]

    @property
    def failed(self) -> list[SuiteReport]:
        """Those of them in which a promise was broken."""
        return [suite for suite in self.judged if suite.flaws]

    def head(self) -> str:
        """The table's first line."""
        columns = ("cases", "deliveries", "deaths", "missed", *KINDS)
        return f"{self.subject:<11}" + "".join(f"{name:>14}" for name in columns) + "     time"

    def details(self) -> str:
        """The first flaws of each suite."""
        shown = [flaw for suite in self.suites for flaw in suite.flaws[:_MOST_SHOWN]]
        return "\n".join(f"  {flaw.kind}: {flaw.run}: {flaw.seen}" for flaw in shown)


def write(reports: list[Report], path: Path) -> None:
    """Write everything as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(report) for report in reports], indent=1), encoding="utf-8")
