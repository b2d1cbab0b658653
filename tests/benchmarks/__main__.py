"""`python -m tests.benchmarks`: hold every contest, print the ratios, write build/bench.json."""

from __future__ import annotations

import json
import os
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.batches import batch_contests
from tests.benchmarks.bombs import bomb_contests
from tests.benchmarks.contests import hold
from tests.benchmarks.loading import loading_contests
from tests.benchmarks.sound import sound_contests

if TYPE_CHECKING:
    from tests.benchmarks.contests import Finding

_SECONDS = 600.0
_REPORT = Path(__file__).parents[2] / "build" / "bench.json"


def main() -> None:
    """Take about a minute; the first time longer, because the videos have to be made."""
    findings: list[Finding] = []
    sys.stdout.write(f"{'instead of what we chose':<56}{'wall':>10}{'CPU':>10}{'memory':>10}\n")
    for contest in [*sound_contests(_SECONDS), *loading_contests(), *bomb_contests(), *batch_contests()]:
        findings.append(hold(contest))
        sys.stdout.write(_line(findings[-1]))
        sys.stdout.flush()
    _REPORT.parent.mkdir(exist_ok=True)
    _REPORT.write_text(json.dumps(_report(findings), indent=2) + "\n")


def _line(finding: Finding) -> str:
    ratios = (finding.ratios.get(name) for name in ("wall", "cpu", "memory"))
    columns = ("-" if ratio is None else f"{ratio:.2f}x" for ratio in ratios)
    return f"{finding.claim:<56}" + "".join(f"{column:>10}" for column in columns) + "\n"


def _report(findings: list[Finding]) -> dict[str, object]:
    machine = {"processors": os.cpu_count(), "kind": platform.machine(), "load": os.getloadavg()}
    python = platform.python_version()
    return {"machine": machine, "python": python, "findings": [finding.describe() for finding in findings]}


if __name__ == "__main__":
    main()
