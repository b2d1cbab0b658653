"""`make` where it is not on Linux: a `uname` that says so comes first in the path."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path_of_a_mac(tmp_path: Path) -> str:
    uname = tmp_path / "uname"
    uname.write_text("#!/bin/sh\necho Darwin\n")
    uname.chmod(0o755)
    return f"{tmp_path}:{os.environ['PATH']}"


def make(path: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = ["make", "--dry-run", *words]
    environ = {**os.environ, "PATH": path}
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)


def read_recipe(text: str) -> list[str]:
    """The lines that build the container and run the demo in it."""
    return [
        line.strip()
        for line in re.findall(r"^ *(docker build .*\n *docker run .*\n.*)$", text, re.MULTILINE)[0].splitlines()
    ]


def test_a_command_on_another_system_says_how_to_run_it_in_a_container(path_of_a_mac: str) -> None:
    ended = make(path_of_a_mac, "test", "VIDEO=x")

    assert ended.returncode != 0
    assert "this is Darwin" in ended.stdout
    assert read_recipe(ended.stdout)[-1].endswith("clipscribe-dev make test")
    assert max(map(len, ended.stdout.splitlines())) <= 80


def test_the_recipe_is_that_of_the_page(path_of_a_mac: str) -> None:
    page = (ROOT / "docs/container.md").read_text()

    assert read_recipe(make(path_of_a_mac, "demo").stdout) == read_recipe(page)


@pytest.mark.parametrize("words", [(), ("help",)])
def test_the_commands_are_listed_anywhere(path_of_a_mac: str, words: tuple[str, ...]) -> None:
    listed = make(path_of_a_mac, *words)

    assert (listed.returncode, listed.stderr) == (0, "")


def test_an_editor_uses_the_folders_of_the_recipe() -> None:
    described = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())
    mounts = [dict(part.split("=") for part in mount.split(",")) for mount in described["mounts"]]

    page = (ROOT / "docs/container.md").read_text()
    assert {f"{one['source']}:{one['target']}" for one in mounts} == set(re.findall(r"-v (clipscribe-\S+)", page))
    assert described["workspaceFolder"] == "/code"
