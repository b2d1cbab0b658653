"""What jobs ask of the ledger, as docs/costs.md tells it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.builders import s3_message, s3_record
from tests.handler.counting import CountingStage
from worker.jobs.errors import LLM_UNAVAILABLE, JobError

COSTS = Path(__file__).parents[2] / "docs" / "costs.md"
SITUATIONS = ("a job", "a late duplicate", "a retry after Claude failed")


def counts(situation: str) -> tuple[int, int]:
    stage = CountingStage()
    if situation == SITUATIONS[2]:
        stage.model.error = JobError(LLM_UNAVAILABLE, "LLM", "503.")
        stage.deliver(s3_message())
        stage.model.error = None
    elif situation == SITUATIONS[1]:
        stage.deliver(s3_message())
    return stage.count(s3_message())


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_documents_tell_what_is_asked_of_the_ledger(situation: str) -> None:
    section = COSTS.read_text().partition("\n## What a summary asks of AWS\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| DynamoDB, .*$", section, re.MULTILINE)
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
