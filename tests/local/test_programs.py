from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from local.programs import Program, ProgramError

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
