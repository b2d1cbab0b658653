"""Whom `make forget` asks, and whose data it takes to be meant."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from local.aws import REGION, Account
from local.operating.forget import main

if TYPE_CHECKING:
    from tests.local.deployed import Deployed

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("agrees", [True, False])
def test_on_a_deployed_stack_a_person_is_asked_for_the_users_id_first(deployed: Deployed, *, agrees: bool) -> None:
    deployed.put("videos/123/1.mp4")
    deployed.place = replace(deployed.place, aws=Account(REGION))
    questions = list[str]()

    def agree(question: str) -> bool:
        questions.append(question)
        return agrees

    assert deployed.forget(agree=agree)[0] == (0 if agrees else 1)
    assert questions == ["This cannot be undone. Type 123 to delete it:"]
    assert bool(deployed.keys) is not agrees


@pytest.mark.parametrize("said", ["", "../123", "12/3"])
def test_without_a_name_of_a_user_nothing_is_looked_for(
    said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORGET", said)

    assert main() == 1
    assert "make forget USER=123" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "taken"), [((), ""), (("USER=123",), "123"), (("USER=a$b",), "a$b"), (("USER=홍 길동",), "홍 길동")]
)
def test_make_takes_the_user_of_the_command_line_as_it_stands_and_never_the_shells(
    said: tuple[str, ...], taken: str
) -> None:
    lines = "-include Makefile\nforget: build=\nforget: operate=printenv FORGET || true\n"
    environ = {**os.environ, "USER": "root"}

    command = ["make", "--silent", "-f", "-", "forget", *said]
    printed = subprocess.run(command, cwd=ROOT, env=environ, input=lines, capture_output=True, text=True, check=True)

    assert printed.stdout.strip("\n") == taken
