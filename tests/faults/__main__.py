"""Run the suites against the product and against the naive control.

Ends with 1 when the product broke a promise, or when the control kept all of them in more than one suite of ten.
"""

from __future__ import annotations

import argparse
import ctypes
import sys
import tempfile
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.ground import running_ground
from tests.faults.report import Report, write
from tests.faults.running import run_suites
from tests.faults.suites import IN_LAMBDA, SUITES, choose, choose_few, choose_telling

if TYPE_CHECKING:
    from collections.abc import Generator

    from tests.faults.case import Case
    from tests.faults.ground import Ground

SUBJECTS = ("product", "naive")
WORKERS = 12
LEAST_FAILED = 0.9
_SET_CHILD_SUBREAPER = 36


def main() -> int:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="how often each case is repeated")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--suites", nargs="*", choices=SUITES, default=list(SUITES), metavar="SUITE")
    parser.add_argument(
        "--few", action="store_true", help="some quick cases of every suite at once; for the control one each"
    )
    parser.add_argument("--subjects", nargs="*", choices=SUBJECTS, default=SUBJECTS)
    parser.add_argument("--report", type=Path, default=Path("build/faults.json"))
    options = parser.parse_args()
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1)  # the children of workers that die become ours
    reports = {subject: run(subject, options) for subject in options.subjects}
    write(list(reports.values()), options.report)
    sys.stdout.write(f"report: {options.report}\n")
    return max(_judge(report) for report in reports.values())


def _judge(report: Report) -> int:
    """1 for a product with any flaw, and for a control with too few."""
    if report.subject == "product":
        return int(report.broken)
    failed, most = len(report.failed), len(report.judged)
    sys.stdout.write(f"the naive control fails {failed} of {most} suites\n")
    return int(failed < LEAST_FAILED * most)


def run(subject: str, options: argparse.Namespace) -> Report:
    """Run suites, and print what they found."""
    report = Report(subject, options.seed, [])
    sys.stdout.write(f"seed {options.seed}\n{report.head()}\n")
    for in_lambda, some in groupby(_choose_waves(subject, options), lambda wave: IN_LAMBDA in wave):
        with running(_settings_of(subject, options), in_lambda=in_lambda) as ground:
            for wave in some:
                found = run_suites(wave, ground)
                report.suites.extend(found)
                sys.stdout.write("".join(f"{suite.row()}\n" for suite in found))
                sys.stdout.flush()
    sys.stdout.write(f"{report.details()}\n")
    return report


def _choose_waves(subject: str, options: argparse.Namespace) -> list[dict[str, list[Case]]]:
    """What to run at once, wave after wave; once is enough for the control."""
    if options.few:
        return [choose_few(options.seed) if subject == "product" else choose_telling(options.seed)]
    repeats = options.runs if subject == "product" else 1
    return [choose([name], repeats, options.seed) for name in options.suites]


def _settings_of(subject: str, options: argparse.Namespace) -> dict[str, str]:
    """Of this kind of workers; only the short form records, so that the long one kills at the product's own moments."""
    if subject == "naive":
        return {"FAULTS_NAIVE": "1"}
    return {"FAULTS_RECORDED": "1"} if options.few else {}


@contextmanager
def running(settings: dict[str, str], *, in_lambda: bool) -> Generator[Ground]:
    """A ground with such workers; those in the runtime are few, for each starts a second's worth of imports."""
    workers = WORKERS // 2 if in_lambda else WORKERS
    with (
        tempfile.TemporaryDirectory() as folder,
        running_ground(Path(folder), workers, settings, in_lambda=in_lambda) as ground,
    ):
        yield ground


if __name__ == "__main__":
    sys.exit(main())
