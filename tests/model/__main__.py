"""`python -m tests.model`: every scenario with its states, and for each rule the shortest story of its missing."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from typing import TYPE_CHECKING

from tests.model.scenarios import FEW, FLAWS, MANY
from tests.model.search import Findings, explore

if TYPE_CHECKING:
    from tests.model.world import World


def main() -> int:
    """Ends with 1 where a promise is broken, or the missing of a rule is not noticed."""
    began, states, faulty = time.monotonic(), 0, 0
    with ProcessPoolExecutor(2) as pool:
        for start, (reached, findings) in zip([*FEW, *MANY], pool.map(_examine, [*FEW, *MANY]), strict=True):
            states, faulty = states + reached, faulty + (findings.broken is not None)
            faults = ", ".join(f"{number} {name}" for name, number in asdict(start.faults).items() if number)
            _say(f"{reached:9,} states  {start.rules.receives} receives, {faults}")
            if findings.broken:
                _say(str(findings))
    for flaw in FLAWS:
        findings = explore(flaw.start())
        faulty += flaw.broken not in (findings.broken or "")
        _say(f"\nWithout {flaw.rule}: {findings}")
    seconds, asked = time.monotonic() - began, len(FEW + MANY + FLAWS)
    _say(f"\n{states:,} states in {seconds:.0f} s, {faulty} of {asked} not as promised")
    return 1 if faulty else 0


def _examine(start: World) -> tuple[int, Findings]:
    """How many states there are, and what was found, without carrying them all over."""
    found = explore(start)
    return len(found.reached), Findings(broken=found.broken, story=found.story)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
