"""The scripts behind the make targets: the lock, and the sign of life."""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
from typing import TYPE_CHECKING

from local.doctor import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SCRIPTS = ROOT / "scripts"


def run(*command: object, **environ: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **environ}
    return subprocess.run(list(map(str, command)), env=environment, capture_output=True, text=True, check=False)


def start(*command: object, **environ: str) -> subprocess.Popen[str]:
    environment = {**os.environ, **environ}
    pipe = subprocess.PIPE
    return subprocess.Popen(list(map(str, command)), env=environment, stdout=pipe, stderr=pipe, text=True)


def test_a_make_that_waits_for_another_says_so_and_goes_on_after_it(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        waiting = start(SCRIPTS / "hold_lock.sh", lock, "echo", "built")
        assert waiting.stderr is not None
        assert waiting.stderr.readline().startswith("waiting for another make")

    assert waiting.communicate() == ("built\n", "")


def test_a_make_that_is_alone_says_nothing_and_ends_as_its_command_does(tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    ended = run(SCRIPTS / "hold_lock.sh", tmp_path / "lock", "sh", "-c", "exit 7")

    assert (ended.returncode, ended.stdout, ended.stderr) == (7, "", "")


def test_a_long_command_shows_that_it_is_alive_with_what_it_printed_last(tmp_path: Path) -> None:
    stop, log = tmp_path / "stop", tmp_path / "log"
    command = f"echo step 1; echo step 2; until [ -e {stop} ]; do sleep 0.1; done"
    working = start(SCRIPTS / "show_alive.sh", log, "sh", "-c", command, ALIVE_SECONDS="0")
    assert working.stdout is not None
    lines = iter(working.stdout.readline, "")

    assert next(line for line in lines if "step" in line).endswith("s, still at work: step 2\n")
    stop.touch()
    working.communicate()
    assert working.returncode == 0
    assert log.read_text() == "step 1\nstep 2\n"


def test_a_long_command_that_fails_shows_its_end_and_its_status(tmp_path: Path) -> None:
    ended = run(SCRIPTS / "show_alive.sh", tmp_path / "log", "sh", "-c", "echo broken; exit 3")

    assert (ended.returncode, ended.stdout, ended.stderr) == (3, "", "broken\n")


def test_what_makes_lock_is_never_removed() -> None:
    makefiles = "".join(path.read_text() for path in (ROOT / "mk").glob("*.mk"))

    assert set(re.findall(r"hold_lock\.sh (\S+)", makefiles)) == {"Makefile"}
