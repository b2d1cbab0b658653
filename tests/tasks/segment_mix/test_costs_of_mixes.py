"""What mixes ask of the ledger and of the bucket, as docs/costs.md tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import a_mix_message
from tests.handler.counting import CountingStage
from tests.tasks.segment_mix.fakes import FakeTracks
from tests.tasks.segment_mix.orders import FOLDER, MUSIC, VOICE

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.tasks.segment_mix.mix import Output, StoredFile

COSTS = Path(__file__).parents[3] / "docs" / "costs.md"
SITUATIONS = ("a mix of one segment", "each further one", "each that is stored already", "a late duplicate")
CALLS = ("find", "fetch", "store")
ROWS = {
    "DynamoDB, consistent reads of one item": "reads",
    "DynamoDB, conditional writes of one item": "writes",
    "S3, HEAD": "find",
    "S3, GET": "fetch",
    "S3, PUT": "store",
}


@dataclass
class CountingTracks(FakeTracks):
    """Notes its calls by their names."""

    calls: list[str] = field(default_factory=list[str])

    def find(self, key: str, deadline: Deadline) -> StoredFile | None:
        self.calls.append("find")
        return super().find(key, deadline)

    def fetch(self, file: StoredFile, path: Path, deadline: Deadline) -> None:
        self.calls.append("fetch")
        super().fetch(file, path, deadline)

    def store(self, path: Path, output: Output, deadline: Deadline) -> bool:
        self.calls.append("store")
        return super().store(path, output, deadline)


def message_of(segments: int, job_id: str = "job-7") -> dict[str, Any]:
    numbers = [{"index": index} for index in range(segments)]
    return a_mix_message(job_id=job_id, intermediate_prefix=FOLDER, segments=numbers)


def ask(stored: int, segments: int, deliveries: int = 1) -> dict[str, int]:
    """What the last of these deliveries asked for, where so many mixes are stored already."""
    tracks = CountingTracks()
    for index in range(segments):
        tracks.files |= {f"{FOLDER}/{index:04d}_bgm.wav": MUSIC, f"{FOLDER}/{index:04d}_tts.wav": VOICE}
    stage = CountingStage(tracks=tracks)
    if stored:
        stage.deliver(message_of(stored, "job-6"))
    asked: dict[str, int] = {}
    for _ in range(deliveries):
        tracks.calls.clear()
        reads, writes = stage.count(message_of(segments))
        asked = {"reads": reads, "writes": writes} | {call: tracks.calls.count(call) for call in CALLS}
    return asked


def more(larger: dict[str, int], smaller: dict[str, int]) -> dict[str, int]:
    return {name: larger[name] - smaller[name] for name in larger}


ASKED = {
    SITUATIONS[0]: lambda: ask(0, 1),
    SITUATIONS[1]: lambda: more(ask(0, 3), ask(0, 2)),
    SITUATIONS[2]: lambda: more(ask(2, 3), ask(1, 2)),
    SITUATIONS[3]: lambda: ask(0, 2, deliveries=2),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_documents_tell_what_is_asked_for_a_mix(situation: str) -> None:
    section = COSTS.read_text().partition("\n## What a segment mix asks of AWS\n")[2]
    told = re.findall(r"^\| (.*?) \| (.*) \|$", section, re.MULTILINE)
    column = SITUATIONS.index(situation)
    expected = {name: int(cells.split("|")[column]) for row, cells in told if (name := ROWS.get(row))}

    assert ASKED[situation]() == expected
