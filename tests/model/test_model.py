from __future__ import annotations

from functools import cache

import pytest

from tests.model.promises import is_settled
from tests.model.rules import Faults, Rules
from tests.model.scenarios import FEW, FLAWS, TWO, Flaw
from tests.model.search import Findings, explore
from tests.model.world import Place, World
from worker.jobs.ending import Status


@cache
def explore_whole(faults: Faults, rules: Rules) -> Findings:
    return explore(World(faults=faults, rules=rules))


@pytest.mark.parametrize("start", FEW, ids=lambda start: str(start.faults))
def test_no_promise_is_broken_in_any_interleaving(start: World) -> None:
    findings = explore(start)

    assert findings.broken is None, str(findings)


@pytest.mark.parametrize("flaw", FLAWS, ids=lambda flaw: flaw.rule)
def test_a_rule_that_is_missing_breaks_a_promise_that_it_keeps(flaw: Flaw) -> None:
    missing, sound = explore(flaw.start()), explore_whole(flaw.faults, flaw.rules)

    assert flaw.broken in (missing.broken or ""), str(missing)
    assert sound.broken is None, str(sound)


def test_jobs_end_in_every_way_that_they_may() -> None:
    ends = {
        (world.heard[-1].status, world.messages[0].place)
        for world in explore(World(faults=Faults(crashes=2), rules=TWO)).reached
        if world.heard and is_settled(world)
    }

    assert ends == {(status, place) for status in Status for place in (Place.DEAD, Place.GONE)}


def test_a_story_names_every_step_on_the_way_to_the_flaw() -> None:
    findings = explore(next(flaw for flaw in FLAWS if flaw.rule == "respects_leases").start())

    assert [label for label in findings.story if label.endswith("pays")] == ["worker 1 pays", "worker 2 pays"]
