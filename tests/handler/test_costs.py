"""What jobs ask of the ledger, as docs/costs.md tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.builders import s3_message, s3_record
from tests.fakes.delivery import FakeLedger
from tests.handler.stage import Stage
from worker.domain.errors import Condition, failure

if TYPE_CHECKING:
    from worker.domain.ledger import Entry, EntryName
    from worker.domain.precedence import Newest

COSTS = Path(__file__).parents[2] / "docs" / "costs.md"
SITUATIONS = ("a job", "a late duplicate", "a retry after Claude failed")


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

    def supersede(self, newest: Newest) -> None:
        self.writes += 1
        super().supersede(newest)


@dataclass
class CountingStage(Stage):
    """A stage that says what a delivery asked of the ledger."""

    ledger: Counting = field(default_factory=Counting)  # type: ignore[assignment] - one that counts

    def count(self, message: dict[str, object]) -> tuple[int, int]:
        """Reads and writes for one delivery."""
        reads, writes = self.ledger.reads, self.ledger.writes
        self.deliver(message)
        return self.ledger.reads - reads, self.ledger.writes - writes


def counts(situation: str) -> tuple[int, int]:
    stage = CountingStage()
    if situation == SITUATIONS[2]:
        stage.model.error = failure(Condition.LLM_UNAVAILABLE, "LLM: 503.")
        stage.deliver(s3_message())
        stage.model.error = None
    elif situation == SITUATIONS[1]:
        stage.deliver(s3_message())
    return stage.count(s3_message())


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_documents_tell_what_is_asked_of_the_ledger(situation: str) -> None:
    rows = re.findall(r"^\| DynamoDB, .*$", COSTS.read_text(), re.MULTILINE)
    told = tuple(int(row.split("|")[2 + SITUATIONS.index(situation)]) for row in rows)

    assert counts(situation) == told


@pytest.mark.parametrize("folder", ["videos/{}/intro.mp4", "videos/9/intro.mp4"], ids=["of many users", "of one user"])
def test_what_is_asked_of_the_ledger_does_not_grow_with_the_uploads_of_a_name(folder: str) -> None:
    stage = CountingStage()
    uploads = [
        s3_message(s3_record(folder.format(number), versionId=str(number), sequencer=f"{number:016X}"))
        for number in range(20)
    ]

    asked = [stage.count(upload) for upload in uploads]

    assert asked == [asked[0]] * len(uploads)
