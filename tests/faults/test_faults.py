"""The short form of `make faults`: a few cases of every suite for the product, and one each for the control beside it.

`make faults` runs all of them for both.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.fault import POINTS, Deed, Fault, Point, Side
from tests.faults.suites import SUITES, choose, choose_few
from tests.faults.suites.deaths import BOUNDARIES

ROOT = Path(__file__).parents[2]
SUBJECTS = ("product", "naive")
SEED = 1
OVERTAKEN = "uploads"
"""The suite in which a message may find its place taken by a newer one, before its fault could come."""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the suites found, by subject."""
    folder = tmp_path_factory.mktemp("faults")
    command = [sys.executable, "-m", "tests.faults", "--few", "--seed", str(SEED)]
    # No coverage is taken of these workers, which would be slower by half: all they run has tests of its own.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    environment = {**inherited, "PYTHONPATH": str(ROOT / "function")}
    running = [
        subprocess.Popen(
            [*command, "--subjects", subject, "--report", str(folder / subject)], cwd=ROOT, env=environment
        )
        for subject in SUBJECTS
    ]
    for one in running:
        one.wait(timeout=600)
    [product], [naive] = (json.loads((folder / subject).read_text(encoding="utf-8")) for subject in SUBJECTS)
    return {"product": product, "naive": naive}


def test_no_promise_is_broken_whatever_happens_to_a_job(reports: dict[str, dict[str, Any]]) -> None:
    assert [flaw for suite in reports["product"]["suites"] for flaw in suite["flaws"]] == []


def test_every_fault_meets_its_boundary(reports: dict[str, dict[str, Any]]) -> None:
    suites = [suite for suite in reports["product"]["suites"] if suite["name"] != OVERTAKEN]
    deliveries = [delivery for suite in suites for delivery in suite["deliveries"]]

    assert [delivery["trouble"] for delivery in deliveries if not delivery["hit"]] == []


def test_the_naive_control_fails_nine_suites_of_ten(reports: dict[str, dict[str, Any]]) -> None:
    suites = [suite for suite in reports["naive"]["suites"] if suite["cases"]]
    kept = [suite["name"] for suite in suites if not suite["flaws"]]

    assert len(suites) >= 10
    assert len(kept) <= len(suites) / 10


def test_the_same_seed_gives_the_same_cases() -> None:
    assert choose_few(SEED) == choose_few(SEED)
    assert choose(list(SUITES), 2, SEED) != choose(list(SUITES), 2, SEED + 1)


def test_workers_die_on_both_sides_of_every_boundary() -> None:
    assert len(BOUNDARIES) == 2 * len(POINTS["summary"])
    assert len({case.name for case in choose(["kills"], 1, SEED)["kills"]}) >= 3 * len(BOUNDARIES)


@pytest.mark.parametrize(("suite", "task"), [("catalog", "catalog"), ("mix", "segment_mix")])
def test_workers_of_the_other_tasks_do_so_in_every_way_a_worker_dies(suite: str, task: str) -> None:
    names = {case.name for case in choose([suite], 1, SEED)[suite]}
    deeds = (Deed.KILL, Deed.EXIT, Deed.TERMINATE, Deed.RAISE)

    assert names >= {str(Fault(point, side, deed)) for deed in deeds for point in POINTS[task] for side in Side}


def test_every_boundary_is_one_of_some_task() -> None:
    assert {point for points in POINTS.values() for point in points} == set(Point)
