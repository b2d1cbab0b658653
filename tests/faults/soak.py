"""Ten thousand messages, a fifth of them with faults: every one ends, and the workers' memory stays flat.

Ends with 1 when a promise was broken, or when a worker that nothing killed grew.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import sys
import tempfile
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tests.faults.case import EITHER, Case
from tests.faults.ground import running_ground
from tests.faults.memory import Memory, measure
from tests.faults.running import run_suites
from tests.faults.suites import IN_LAMBDA, SUITES, choose
from tests.image import ENVIRONMENT

if TYPE_CHECKING:
    from tests.faults.history import Delivery, History
    from tests.faults.report import SuiteReport

WORKERS = 6
STEADY = 2
FAULTY = 0.2
_SET_CHILD_SUBREAPER = 36
_NOT_HERE = {IN_LAMBDA, "duplicates", "uploads", "clocks", "catalog", "mix"}
"""Suites of several messages a job, or that wait, or of the tasks that load more into a worker's memory."""


def main() -> int:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=7200, help="when to give up")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--report", type=Path, default=Path("build/soak.json"))
    options = parser.parse_args()
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1)
    os.environ.update(ENVIRONMENT)
    with tempfile.TemporaryDirectory() as folder, running_ground(Path(folder), WORKERS) as ground:
        for slot in ground.slots[:STEADY]:
            slot.steady = True
        reports = run_suites({"soak": make_cases(options.messages, options.seed)}, ground, options.seconds)
        ends = count_ends(ground.history)
    workers = list_workers(reports[0].deliveries)
    memories = {slot: measure(deliveries) for slot, deliveries in workers.items()}
    options.report.parent.mkdir(parents=True, exist_ok=True)
    flaws = [asdict(flaw) for report in reports for flaw in report.flaws]
    memory = {slot: one.dump() for slot, one in memories.items()}
    sizes = {slot: [one.megabytes for one in deliveries] for slot, deliveries in workers.items()}
    found = {"seed": options.seed, "ends": ends, "memory": memory, "megabytes": sizes, "seconds": reports[0].seconds}
    found["flaws"] = flaws
    options.report.write_text(json.dumps(found, indent=1), encoding="utf-8")
    sys.stdout.write(f"{describe(reports[0], ends, memories)}\n" + "".join(f"  {flaw}\n" for flaw in flaws[:20]))
    return int(bool(flaws) or any(one.flaws for one in memories.values()))


def make_cases(messages: int, seed: int) -> list[Case]:
    """Plain ones, and among them every fifth with a fault out of the suites."""
    chance = Random(seed)  # noqa: S311 - a seed is wanted
    suites = choose([name for name in SUITES if name not in _NOT_HERE], 1, seed)
    usable = [case for cases in suites.values() for case in cases if not case.patient and case.clips == 1]
    faulty = [replace(case, ends=EITHER) for case in usable]  # a steady worker is spared half of the faults
    plain = Case("plain")
    return [chance.choice(faulty) if chance.random() < FAULTY else plain for _ in range(messages)]


def list_workers(deliveries: list[Delivery]) -> dict[str, list[Delivery]]:
    """The deliveries of each steady worker."""
    slots = sorted({one.slot for one in deliveries})[:STEADY]
    return {slot: [one for one in deliveries if one.slot == slot] for slot in slots}


def count_ends(history: History) -> Counter[str]:
    """What was told last of how many jobs; of those of which nobody was told, the flaws speak."""
    return Counter(told[-1].status for told in history.posts.values() if told)


def describe(soak: SuiteReport, ends: Counter[str], memories: dict[str, Memory]) -> str:
    """A few lines for the terminal."""
    faulty = sum(one.trouble != "none" for one in soak.deliveries)
    slopes = ", ".join(f"{slot} {one.slope:+.2f}" for slot, one in memories.items())
    broken = "".join(f"\n  {slot}: {flaw}" for slot, one in memories.items() for flaw in one.flaws)
    return (
        f"{soak.cases} messages in {soak.seconds:.0f} s, {soak.cases / soak.seconds:.1f} a second\n"
        f"{len(soak.deliveries)} deliveries, {faulty} in trouble, {soak.deaths} deaths\n"
        f"told: {dict(ends)}\n"
        f"memory, MB in 1,000 deliveries: {slopes}{broken}"
    )


if __name__ == "__main__":
    sys.exit(main())
