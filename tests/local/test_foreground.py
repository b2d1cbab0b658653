from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.local.waiting import eventually, is_alive

ROOT = Path(__file__).parents[2]
# Says who it is, first thing, and stays: an import that takes long.
MODULE = """
import os, pathlib, time
draft = pathlib.Path("program.draft")
draft.write_text(str(os.getpid()))
draft.rename("program")
time.sleep(20)
"""
# Starts the program as make does, and then waits to be killed.
MAKE = """
import os, subprocess, sys, time
subprocess.Popen([sys.executable, "-m", "local.foreground", str(os.getpid()), "module"])
time.sleep(600)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "module.py").write_text(MODULE)
    return tmp_path


def start(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    environment = {"PATH": os.defpath, "PYTHONPATH": f"{ROOT}:{folder}"}
    return subprocess.Popen([sys.executable, *command], cwd=folder, env=environment)


def test_a_program_that_still_imports_ends_with_the_make_that_started_it(folder: Path) -> None:
    with start(["-c", MAKE], folder) as make:
        assert eventually((folder / "program").exists)
        make.send_signal(signal.SIGKILL)

    assert eventually(lambda: not is_alive(int((folder / "program").read_text())), seconds=10)


def test_a_program_whose_make_is_gone_already_does_not_begin(folder: Path) -> None:
    gone = os.getppid()  # anybody but the one that starts it

    with start(["-m", "local.foreground", str(gone), "module"], folder) as program:
        program.wait(90)

    assert not (folder / "program").exists()


def test_a_program_runs_as_if_it_had_been_started_itself(folder: Path) -> None:
    (folder / "module.py").write_text("import sys; sys.exit(7 if __name__ == '__main__' else 1)")

    with start(["-m", "local.foreground", str(os.getpid()), "module"], folder) as program:
        assert program.wait(30) == 7
