from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache

import pytest

from tests.model.promises import is_settled
from tests.model.rules import Faults, Rules
from tests.model.scenarios import FEW, FLAWS, LONG, TWO, Flaw
from tests.model.search import explore
from tests.model.world import Place, World
from worker.jobs.ending import Status


@dataclass(frozen=True)
class Whole:
    """What was found in all states of a world, without the states, which take much memory."""

    broken: str | None
    told: str
    ends: frozenset[tuple[Status, Place]]


@cache
def explore_whole(faults: Faults, rules: Rules) -> Whole:
    findings = explore(World(faults=faults, rules=rules))
    settled = [world for world in findings.reached if world.heard and is_settled(world)]
    ends = frozenset((world.heard[-1].status, world.messages[0].place) for world in settled)
    return Whole(findings.broken, str(findings), ends)


def name(start: World) -> str:
    faults = [f"{number} {fault}" for fault, number in asdict(start.faults).items() if number]
    return ", ".join([f"{start.rules.receives} receives", *faults])


@pytest.mark.parametrize(
    "start", [pytest.param(start, marks=pytest.mark.long if start in LONG else ()) for start in FEW], ids=name
)
def test_no_promise_is_broken_in_any_interleaving(start: World) -> None:
    whole = explore_whole(start.faults, start.rules)

    assert whole.broken is None, whole.told


@pytest.mark.parametrize("flaw", FLAWS, ids=lambda flaw: flaw.rule)
def test_a_rule_that_is_missing_breaks_a_promise_that_it_keeps(flaw: Flaw) -> None:
    missing = explore(flaw.start())

    assert flaw.broken in (missing.broken or ""), str(missing)


def test_jobs_end_in_every_way_that_they_may() -> None:
    ends = explore_whole(Faults(crashes=2), TWO).ends

    assert ends == {(status, place) for status in Status for place in (Place.DEAD, Place.GONE)}


def test_a_story_names_every_step_on_the_way_to_the_flaw() -> None:
    findings = explore(next(flaw for flaw in FLAWS if flaw.rule == "respects_leases").start())

    assert [label for label in findings.story if label.endswith("pays")] == ["worker 1 pays", "worker 2 pays"]
