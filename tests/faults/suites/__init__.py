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

_FEW = 4
"""Of a suite's cases are enough to tell the product from the control; the suite of deaths has twice as many."""


def choose(names: list[str], repeats: int, seed: int) -> dict[str, list[Case]]:
    """The cases of some suites."""
    return {name: SUITES[name](repeats, Random(f"{seed} {name}")) for name in names}  # noqa: S311 - a seed is wanted


def choose_few(seed: int) -> dict[str, list[Case]]:
    """A few quick cases of each suite, spread over all of them, but for the one that needs the runtime."""
    suites = choose([name for name in SUITES if name != IN_LAMBDA], 1, seed)
    quick = {name: [case for case in cases if not case.patient] for name, cases in suites.items()}
    return {name: _spread(cases, _FEW * (2 if name == "kills" else 1)) for name, cases in quick.items()}


def _spread(cases: list[Case], few: int) -> list[Case]:
    return [cases[place * len(cases) // few] for place in range(few)]
