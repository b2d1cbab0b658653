"""What is said to make on its command line reaches the programs as it stands, whatever an uploader called a file."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAID = sorted(set(re.findall(r"\b([A-Z]{2,})=", "".join(re.findall(r"## .*", (ROOT / "mk/laptop.mk").read_text())))))
"""The names that the help tells a person to say."""

# Nothing is built, and the program is one that tells what it was given; `above` reaches it through another make.
COMMANDS = """\
include Makefile
BIN := {0}
build =
in_foreground = $(BIN)/python
above: ; @$(MAKE) --silent -f {0}/commands.mk job
"""
PROGRAM = """\
#!{0}
import json, os, sys
print(json.dumps([sys.argv[1:], dict(os.environ)]))
"""
HOSTILE = [
    "9$(shell touch {0}/run)",
    "9${{shell touch {0}/run}}",
    "$5",
    "9$5",
    "$$x",
    "`touch {0}/run`",
    "9; touch {0}/run",
    "a b",
    "it's",
    '"q"',
    "9)",
    "a,b#c",
    "a\\b",
    "9' $(shell touch {0}/run) '",
]


@pytest.fixture
def commands(tmp_path: Path) -> Path:
    program = tmp_path / "python"
    program.write_text(PROGRAM.format(sys.executable))
    program.chmod(0o755)
    (tmp_path / "commands.mk").write_text(COMMANDS.format(tmp_path))
    return tmp_path


def make(commands: Path, *words: str, **environ: str) -> tuple[list[str], dict[str, str]]:
    """The words and the environment of the program that make ran."""
    environment = {**os.environ, "USER": "root", **environ}
    command = ["make", "--silent", "-f", str(commands / "commands.mk"), *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert not (commands / "run").exists()
    arguments, given = json.loads(done.stdout)
    return arguments, given


def test_the_names_are_found() -> None:
    assert {"JOB", "USER", "VIDEO", "STACK", "BACKEND", "SPOKEN", "TASK", "YES", "RUN"} <= set(SAID)


@pytest.mark.parametrize("target", ["job", "demo", "above"])
@pytest.mark.parametrize("template", HOSTILE)
def test_a_program_gets_what_was_said_and_nothing_of_it_is_run(commands: Path, template: str, target: str) -> None:
    names, value = [*SAID, "DB_PASSWORD", "DATABASE_URL"], template.format(commands)
    _, given = make(commands, target, *(f"{name}={value}" for name in names))

    assert {given[name] for name in names} == {value}


@pytest.mark.parametrize("template", HOSTILE)
def test_the_user_to_forget_is_the_one_that_was_said(commands: Path, template: str) -> None:
    value = template.format(commands)

    assert make(commands, "forget", f"USER={value}")[1]["FORGET"] == value


@pytest.mark.parametrize("template", HOSTILE)
def test_nothing_of_the_environment_is_run(commands: Path, template: str) -> None:
    environ = dict.fromkeys([*SAID, "CLOVA_API_KEY_ID", "CLOVA_API_KEY"], template.format(commands))
    _, given = make(commands, "demo", **environ)

    assert environ.items() <= given.items()


@pytest.mark.parametrize("template", HOSTILE)
def test_a_word_of_a_command_stays_one_word(commands: Path, template: str) -> None:
    value = template.format(commands)
    arguments, _ = make(commands, "faults", f"RUNS={value}", f"SEED={value}")

    assert arguments[2:6] == ["--runs", value, "--seed", value]


def test_the_tests_have_a_setting_of_their_own_for_how_many_run_at_once(commands: Path) -> None:
    assert make(commands, "bench")[0] == ["-m", "bench"]
    assert make(commands, "bench", "QUICK=1")[0] == ["-m", "bench", "--quick"]
