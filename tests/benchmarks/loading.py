"""A cold start: a new Python imports the function."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

from tests.benchmarks.contests import Contest
from tests.benchmarks.measuring import run_program

_SOURCES = Path(__file__).parents[2] / "function"


def loading_contests() -> list[Contest]:
    """What a cold start would cost with the Claude SDK imported at once."""
    environment = {**os.environ, "PYTHONPATH": str(_SOURCES)}
    programs = (
        [sys.executable, "-c", "import app, worker.adapters.claude.call"],
        [sys.executable, "-c", "import app"],
    )
    with_sdk, without = (partial(run_program, program, environment) for program in programs)
    return [Contest("import: the Claude SDK at once", with_sdk, without, rounds=5)]
