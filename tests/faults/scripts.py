"""What a stand-in does to the requests of each job."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from local.standins.faults import Fault, Ok


@dataclass
class Scripts:
    """One line a request; a job without any meets good manners."""

    lines: dict[int, Iterator[Fault]] = field(default_factory=dict[int, Iterator[Fault]])

    def next(self, number: int) -> Fault:
        """The fault that is next for a job."""
        return next(self.lines.get(number, iter(())), Ok())
