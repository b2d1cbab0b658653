"""All suites: each a list of cases, longer with `repeats`, the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.faults.case import Case
from tests.faults.suites.catalog import catalog
from tests.faults.suites.deaths import exceptions, kills, moments, runtime, timeouts
from tests.faults.suites.mix import mix
from tests.faults.suites.rivals import clocks, duplicates, uploads
from tests.faults.suites.services import backend, claude, clova
from tests.faults.suites.surroundings import aws, machine

IN_LAMBDA = "runtime"
"""The suite whose workers AWS's own Lambda runtime runs."""

Suite = Callable[[int, Random], list[Case]]

SUITES: dict[str, Suite] = {
    suite.__name__: suite
    for suite in (
        *(kills, exceptions, timeouts, runtime, moments),
        *(duplicates, uploads, clocks),
        *(machine, aws),
        *(clova, claude, backend),
        *(catalog, mix),
    )
}

TELLING = {
    "kills": "SIGKILL after Claude",
    "exceptions": "exception after Claude",
    "timeouts": "timeout after Claude",
    "duplicates": "8 copies",
    "uploads": "deleted before the job",
    "clocks": "freeze before Claude",
    "machine": "FAULTS_FFMPEG=exit 127",
    "aws": "s3.*=SlowDown",
    "clova": "clova: 500",
    "claude": "claude: 500",
    "backend": "backend: 500",
    "catalog": "8 copies",
    "mix": "8 copies",
}
"""By suite, a case that a worker without books fails."""

_FEW = 2
"""Other cases of a suite in the short form; the suite of deaths has twice as many."""


def choose(names: list[str], repeats: int, seed: int) -> dict[str, list[Case]]:
    """The cases of some suites."""
    return {name: SUITES[name](repeats, Random(f"{seed} {name}")) for name in names}  # noqa: S311 - a seed is wanted


def choose_few(seed: int) -> dict[str, list[Case]]:
    """Of each suite the telling case and a few quick ones, spread over all others; none of those in the runtime."""
    telling, suites = choose_telling(seed), choose([name for name in SUITES if name != IN_LAMBDA], 1, seed)
    names = {case.name for cases in telling.values() for case in cases}
    quick = {
        name: [case for case in cases if not case.patient and case.name not in names] for name, cases in suites.items()
    }
    few = {name: _spread(cases, _FEW * (2 if name == "kills" else 1)) for name, cases in quick.items()}
    return {name: [*telling.get(name, []), *cases] for name, cases in few.items()}


def choose_telling(seed: int) -> dict[str, list[Case]]:
    """The telling case of each suite that has one."""
    suites = choose(list(TELLING), 1, seed)
    return {name: [next(case for case in suites[name] if case.name == telling)] for name, telling in TELLING.items()}


def _spread(cases: list[Case], few: int) -> list[Case]:
    return [cases[(place + 1) * len(cases) // (few + 1)] for place in range(few if cases else 0)]
