"""The short form of `make hostile`: 60 files, in processes of their own so that their memory can be told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.corpus import gather
from tests.hostile.originals import SECONDS, originals

ROOT = Path(__file__).parents[2]
MOST_FFMPEG_MEGABYTES = 400
MOST_WORKER_MEGABYTES = 400


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a run over 60 files found."""
    file = tmp_path_factory.mktemp("hostile") / "report.json"
    command = [sys.executable, "-m", "tests.hostile", "--files", "60", "--report", str(file)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "function")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert file.exists(), done.stderr
    return json.loads(file.read_text(encoding="utf-8"))


def test_bad_files_end_in_one_typed_outcome_and_leave_nothing(report: dict[str, Any]) -> None:
    assert [(verdict["name"], verdict["faults"]) for verdict in report["verdicts"] if verdict["faults"]] == []


def test_every_kind_of_end_is_among_them(report: dict[str, Any]) -> None:
    assert {verdict["outcome"] for verdict in report["verdicts"]} == {"DONE", "PARTIAL", "FFMPEG_FAILED"}


def test_intact_files_are_done_whole(report: dict[str, Any]) -> None:
    intact = [verdict for verdict in report["verdicts"] if verdict["name"].endswith(": intact")]

    assert {verdict["outcome"] for verdict in intact} == {"DONE"}
    assert [verdict["heard"] for verdict in intact] == [pytest.approx(SECONDS, abs=0.15)] * len(list(originals()))


def test_bad_files_take_bounded_memory(report: dict[str, Any]) -> None:
    assert report["ffmpeg_megabytes"] < MOST_FFMPEG_MEGABYTES
    assert report["worker_megabytes"] < MOST_WORKER_MEGABYTES


def test_the_same_seed_gives_the_same_files() -> None:
    assert gather(60) == gather(60)


def test_a_thousand_files_can_be_gathered_and_differ() -> None:
    specimens = gather(1000)

    assert len({specimen.name for specimen in specimens}) == len(specimens) == 1008
    assert {specimen.original for specimen in specimens} >= {name for name, _ in originals()}
