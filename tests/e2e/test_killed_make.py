from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.e2e.processes import below
from tests.e2e.world import ROOT
from tests.local.waiting import eventually, is_alive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.e2e

# Starts a program and adopts whatever that leaves behind, as a machine's first process does.
ADOPTING = """
import ctypes, subprocess, sys, time
ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER
subprocess.Popen(sys.argv[1:])
time.sleep(600)
"""


@pytest.fixture
def printed(tmp_path: Path) -> Path:
    return tmp_path / "printed"


@pytest.fixture
def family(printed: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`make demo` at work, below a process that outlives it; nobody's keys are at hand."""
    command = [sys.executable, "-c", ADOPTING, "make", "demo"]
    with (
        printed.open("wb") as file,
        subprocess.Popen(command, cwd=ROOT, env={"PATH": os.defpath}, stdout=file, stderr=file) as process,
    ):
        yield process
        for left in living(process):
            with suppress(ProcessLookupError):
                os.kill(left, signal.SIGKILL)
        process.kill()


def living(process: subprocess.Popen[bytes]) -> list[int]:
    return [number for number, _ in below(process.pid) if is_alive(number)]


def is_demo(command: list[str]) -> bool:
    return command[1:3] == ["-m", "local.foreground"]


@pytest.mark.parametrize("seconds", [0, 0.4, 2, *(pytest.param(time, marks=pytest.mark.long) for time in (0.2, 0.7))])
def test_a_make_killed_while_the_demo_starts_leaves_nothing_running(
    seconds: float, family: subprocess.Popen[bytes], printed: Path
) -> None:
    assert eventually(lambda: any(is_demo(command) for _, command in below(family.pid)))
    make, *_ = (number for number, command in below(family.pid) if command[0].endswith("make"))
    time.sleep(seconds)

    os.kill(make, signal.SIGKILL)

    assert eventually(lambda: not living(family), seconds=30)
    assert "Files:" not in printed.read_text()  # what a demo prints that went on to its end
