"""A cold start: a new Python imports the function."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

from bench.contests import Contest
from tests.measuring import run_program

_SOURCES = Path(__file__).parents[1] / "function"


def loading_contests(folder: Path) -> list[Contest]:
    """What a cold start would cost without what we do about it; `folder` is empty, and stays so.

    Args:
        folder: where no byte code is found.

    Returns:
        With the Claude SDK imported at once, and without byte code of any module, the standard library's included.
    """
    environment = {**os.environ, "PYTHONPATH": str(_SOURCES)}
    uncompiled = {**environment, "PYTHONPYCACHEPREFIX": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    program = [sys.executable, "-c", "import app"]
    with_sdk = [sys.executable, "-c", "import app, worker.adapters.claude.call"]
    chosen = partial(run_program, program, environment)
    return [
        Contest("import: the Claude SDK at once", partial(run_program, with_sdk, environment), chosen, rounds=5),
        Contest("import: no byte code in the image", partial(run_program, program, uncompiled), chosen, rounds=5),
    ]
