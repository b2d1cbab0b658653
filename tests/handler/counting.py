"""A stage that counts what is asked of its ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fakes.delivery import FakeLedger
from tests.handler.stage import Stage

if TYPE_CHECKING:
    from worker.delivery.ledger.entry import Entry, EntryName
    from worker.delivery.ledger.precedence import Newest


class Counting(FakeLedger):
    """Counts requests, each of one item."""

    reads = writes = 0

    def find(self, name: EntryName) -> Entry | None:
        self.reads += 1
        return super().find(name)

    def newest(self, place: str) -> Newest | None:
        self.reads += 1
        return super().newest(place)

    def write(self, entry: Entry) -> None:
        self.writes += 1
        super().write(entry)

    def write_newest(self, newest: Newest) -> None:
        self.writes += 1
        super().write_newest(newest)


@dataclass
class CountingStage(Stage):
    """A stage that says what a delivery asked of the ledger."""

    ledger: Counting = field(default_factory=Counting)  # type: ignore[assignment] - one that counts

    def count(self, message: dict[str, object]) -> tuple[int, int]:
        """Reads and writes for one delivery."""
        reads, writes = self.ledger.reads, self.ledger.writes
        self.deliver(message)
        return self.ledger.reads - reads, self.ledger.writes - writes
