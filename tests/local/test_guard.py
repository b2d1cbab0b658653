from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from local.programs import GUARD
from tests.local.waiting import eventually, is_alive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Without `site`, as `Program` starts it, and as quickly.
PYTHON = [sys.executable, "-I", "-S"]
# Starts a child in a session of its own, as the worker starts FFmpeg, and says who both are.
FAMILY = """
import os, pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-I", "-S", "-c", "import time; time.sleep(600)"], start_new_session=True)
draft = pathlib.Path(sys.argv[1] + ".draft")
draft.write_text(f"{os.getpid()} {child.pid}")
draft.rename(sys.argv[1])
time.sleep(600)
"""
# A caller that starts the guard as `Program` does, and then waits to be killed.
CALLER = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-I", "-S", *sys.argv[1:]], stdin=subprocess.PIPE, start_new_session=True)
time.sleep(600)
"""


@pytest.fixture
def names(tmp_path: Path) -> Path:
    return tmp_path / "family"


@pytest.fixture
def caller(names: Path) -> Iterator[subprocess.Popen[bytes]]:
    family = [*PYTHON, "-c", FAMILY, str(names)]
    with subprocess.Popen([*PYTHON, "-c", CALLER, str(GUARD), *family]) as process:
        assert eventually(names.exists)
        yield process
        process.kill()


def family(names: Path) -> list[int]:
    return [int(name) for name in names.read_text().split()]


def test_killing_the_caller_ends_the_program_and_what_it_started(caller: subprocess.Popen[bytes], names: Path) -> None:
    assert all(map(is_alive, family(names)))

    caller.send_signal(signal.SIGKILL)

    assert eventually(lambda: not any(map(is_alive, family(names))))


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_guard_that_is_asked_to_end_takes_the_family_along(ending: signal.Signals, names: Path) -> None:
    command = [*PYTHON, str(GUARD), *PYTHON, "-c", FAMILY, str(names)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as guard:
        assert eventually(names.exists)
        guard.send_signal(ending)
        guard.wait(20)

    assert not any(map(is_alive, family(names)))


def test_a_program_that_ends_leaves_no_orphan(names: Path) -> None:
    command = [*PYTHON, str(GUARD), *PYTHON, "-c", FAMILY.replace("time.sleep(600)\n", ""), str(names)]

    with subprocess.Popen(command, stdin=subprocess.PIPE) as guard:
        guard.wait(20)

    assert not any(map(is_alive, family(names)))


@pytest.mark.parametrize(("code", "status"), [("raise SystemExit(7)", 7), ("import os; os.kill(os.getpid(), 9)", 137)])
def test_the_guard_ends_with_the_status_of_its_program(code: str, status: int) -> None:
    command = [*PYTHON, str(GUARD), *PYTHON, "-c", code]

    with subprocess.Popen(command, stdin=subprocess.PIPE) as guard:
        assert guard.wait(20) == status
