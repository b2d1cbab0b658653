from __future__ import annotations

import os
import subprocess
import sys

from local.runtime import WATCHED_BY
from tests.e2e.world import RECORDER, ROOT

COMMAND = [sys.executable, "-m", "local.demo"]
ENVIRONMENT = {"PATH": os.defpath, "PYTHONPATH": f"{ROOT}:{ROOT / 'function'}", WATCHED_BY: RECORDER}
"""As make sets it, without anybody's keys; the calls of AWS are recorded."""


def files_of(printed: str) -> set[str]:
    """The endings of the files that a demo names and that are there."""
    files = [ROOT / line.strip() for line in printed.partition("Files:\n")[2].splitlines()[:-1]]
    return {file.suffix for file in files if file.is_file()}


def run_demo(**variables: str) -> subprocess.CompletedProcess[str]:
    """`make demo` to its end, as make runs it; both of its streams are in `stdout`."""
    return subprocess.run(
        COMMAND,
        cwd=ROOT,
        env={**ENVIRONMENT, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
