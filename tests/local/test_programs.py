from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from local.programs import Program, ProgramError, run_program
from tests.e2e.processes import below
from tests.local.waiting import eventually, is_alive

if TYPE_CHECKING:
    from pathlib import Path


def program(code: str, folder: Path) -> Program:
    return Program("the program", [sys.executable, "-c", code], {"PATH": os.defpath}, folder, folder / "log")


def test_a_program_that_ends_while_starting_is_told_with_the_end_of_its_log(tmp_path: Path) -> None:
    with (
        program("print('no such file'); raise SystemExit(3)", tmp_path) as started,
        pytest.raises(ProgramError, match="the program ended while starting:\nno such file"),
    ):
        started.wait_until(lambda: False)


def test_a_program_that_is_never_ready_is_given_up(tmp_path: Path) -> None:
    with (
        program("import time; time.sleep(600)", tmp_path) as started,
        pytest.raises(ProgramError, match="was not ready after 0 s"),
    ):
        started.wait_until(lambda: False, seconds=0)


def test_a_program_inherits_nothing_from_the_environment(tmp_path: Path) -> None:
    with program("import os; print(sorted(set(os.environ) - {'LC_CTYPE'}))", tmp_path) as started:
        started.wait_until(lambda: "]" in started.tail())

        assert started.tail() == "['PATH']"


def test_a_program_that_cannot_be_ended_in_order_is_killed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with program("import time; time.sleep(600)", tmp_path) as started:
        started.ending_seconds = 0.2
        assert eventually(lambda: len(below(os.getpid())) >= 2)
        family = [number for number, command in below(os.getpid()) if "time.sleep(600)" in " ".join(command)]
        os.kill(family[0], signal.SIGSTOP)  # the guard, which names its program's command, too

    assert "the program did not end within 0 s and was killed" in capsys.readouterr().err
    assert eventually(lambda: not any(map(is_alive, family)))


def test_a_program_that_takes_too_long_is_ended_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ProgramError, match=r"^The migration took longer than 0 s\.$"):
        run_program("The migration", ["/bin/sleep", "600"], 0.1, tmp_path)


def test_a_program_that_fails_is_told_with_its_last_words(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('no such column')"]

    with pytest.raises(ProgramError, match=r"^The migration failed:\nno such column$"):
        run_program("The migration", command, 60, tmp_path)
