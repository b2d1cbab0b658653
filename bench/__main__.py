"""`python -m bench [--quick]`: measure everything, print tables, write build/bench.json and bench.svg."""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.bombs import bomb_contests
from bench.contests import hold
from bench.hearing import measure_hearing
from bench.jobs.plot import draw
from bench.jobs.programme import FULL, QUICK, run_jobs
from bench.jobs.report import HEAD, describe_claim, describe_row, write_claim, write_row
from bench.loading import loading_contests
from bench.peers import peer_contest
from bench.sound import sound_contests

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.contests import Contest, Finding
    from bench.jobs.board import Board

_BUILD = Path(__file__).parents[1] / "build"


def main() -> None:
    """Take some minutes; the first time longer, because the videos have to be made."""
    quick = sys.argv[1:] == ["--quick"]
    load = os.getloadavg()
    _say(HEAD)
    board = run_jobs(QUICK if quick else FULL, lambda row: _say(write_row(row)))
    _say(f"\n{'measured':<64}{'':9}{'' if quick else '     wanted'}\n")
    _say(*(write_claim(claim, judged=not quick) for claim in board.claims))
    findings = _compare(quick=quick)
    hearing = {} if quick else measure_hearing()
    _say(*_tell_hearing(hearing))
    _BUILD.mkdir(exist_ok=True)
    told = {"quick": quick, "machine": _describe_machine(load), **_report(board, findings), "hearing": hearing}
    (_BUILD / "bench.json").write_text(json.dumps(told, indent=2) + "\n")
    (_BUILD / "bench.svg").write_text(draw(board.rows))


def _say(*lines: str) -> None:
    sys.stdout.writelines(lines)
    sys.stdout.flush()


def _compare(*, quick: bool) -> list[Finding]:
    """Hold the contests of single steps."""
    _say(f"\n{'instead of what we chose':<64}{'wall':>10}{'CPU':>10}{'memory':>10}\n")
    findings: list[Finding] = []
    with tempfile.TemporaryDirectory() as folder:
        for contest in _contests(60.0 if quick else 600.0, Path(folder)):
            findings.append(hold(replace(contest, rounds=1) if quick else contest))
            _say(_line(findings[-1]))
    return findings


def _contests(seconds: float, folder: Path) -> list[Contest]:
    peer = peer_contest(seconds, folder / "peer.wav")
    return [*sound_contests(seconds), peer, *loading_contests(folder), *bomb_contests()]


def _line(finding: Finding) -> str:
    ratios = (finding.ratios.get(name) for name in ("wall", "cpu", "memory"))
    columns = ("-" if ratio is None else f"{ratio:.2f}x" for ratio in ratios)
    return f"{finding.claim:<64}" + "".join(f"{column:>10}" for column in columns) + "\n"


def _tell_hearing(hearing: Mapping[str, Mapping[str, float]]) -> list[str]:
    lines = ["\nword error rate of pocketsphinx by AUDIO_FILTER\n"] if hearing else []
    for kind, rates in hearing.items():
        lines.append(f"{kind:<12}" + "".join(f"{noise:>10} {rate:5.1%}" for noise, rate in rates.items()) + "\n")
    return lines


def _report(board: Board, findings: Sequence[Finding]) -> dict[str, Any]:
    return {
        "jobs": [describe_row(row) for row in board.rows],
        "claims": [describe_claim(claim) for claim in board.claims],
        "findings": [finding.describe() for finding in findings],
    }


def _describe_machine(load: tuple[float, float, float]) -> dict[str, object]:
    """The load is that before the run."""
    return {
        "processors": os.cpu_count(),
        "kind": platform.machine(),
        "name": _name_processor(),
        "load": load,
        "python": platform.python_version(),
    }


def _name_processor() -> str:
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text().splitlines() if facts.exists() else []
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "unknown")


if __name__ == "__main__":
    main()
