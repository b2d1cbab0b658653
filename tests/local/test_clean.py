"""`make clean`: what it removes, what it leaves, and when it removes nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from local.doctor import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def clean(checkout: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    command, environment = [str(checkout / "scripts/clean.sh")], {**os.environ, **environ}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with what the commands make, and with somebody's files."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/clean.sh", tmp_path / "scripts")
    for folder in (".venv", ".cache/sam", "build", ".removed/half", "function"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "file").touch()
    for file in (".env", ".coverage", ".coverage.host.1", ".coveragerc", "outcomes.db"):
        (tmp_path / file).touch()
    return tmp_path


def test_clean_removes_what_was_made_says_what_and_leaves_everything_else(checkout: Path) -> None:
    ended = clean(checkout)

    assert {path.name for path in checkout.iterdir()} == {
        ".coveragerc",
        ".env",
        "function",
        "outcomes.db",
        "scripts",
    }
    assert {line.split()[-1] for line in ended.stdout.splitlines() if line.startswith("  ")} == {
        ".venv",
        ".cache",
        "build",
        ".coverage",
        ".coverage.host.1",
        ".removed",
        "total",
    }
    assert clean(checkout).stdout == "Nothing to remove.\n"


def test_clean_removes_what_python_compiled_in_the_folders_of_the_code_and_nowhere_else(checkout: Path) -> None:
    compiled = [checkout / folder / "__pycache__" for folder in ("function/worker/jobs", "tests", "mine")]
    for folder in compiled:
        folder.mkdir(parents=True)
        (folder / "a.pyc").touch()

    assert "\n  folders of the code with __pycache__, in the total: 2\n" in clean(checkout).stdout

    assert [folder.exists() for folder in compiled] == [False, False, True]
    assert (checkout / "function/file").exists()


def test_clean_takes_away_a_link_and_not_what_it_leads_to(
    checkout: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shared = tmp_path_factory.mktemp("shared")
    (shared / "file").touch()
    (checkout / ".aws-sam").symlink_to(shared)

    clean(checkout)

    assert (shared / "file").exists()
    assert not (checkout / ".aws-sam").is_symlink()


@pytest.fixture
def volumes(checkout: Path, tmp_path: Path) -> str:
    """The path of a container where .venv and .cache are volumes: neither can be renamed."""
    programs = tmp_path / "function"
    is_volume = 'case "$*" in *" .venv" | *" .cache") {0} ;; esac\n{1}\n'
    mv = f'case "$*" in *" .venv "* | *" .cache "*) exit 1 ;; esac\necho "$*" >>{programs}/moved\nexec /bin/mv "$@"\n'
    for name, body in {"mountpoint": is_volume.format("exit 0", "exit 1"), "mv": mv}.items():
        (programs / name).write_text(f"#!/bin/bash\n{body}")
        (programs / name).chmod(0o755)
    for file in (".a", ".dev.stamp"):
        (checkout / ".venv" / file).touch()
    (checkout / ".cache/.hidden").symlink_to("nowhere")
    return f"{programs}:{os.environ['PATH']}"


def test_clean_empties_a_volume_and_its_stamps_first(checkout: Path, volumes: str) -> None:
    ended = clean(checkout, PATH=volumes)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert [list((checkout / volume).iterdir()) for volume in (".venv", ".cache")] == [[], []]
    assert not (checkout / "build").exists()
    assert (checkout / "function/moved").read_text().split()[2] == ".venv/.dev.stamp"
    assert clean(checkout, PATH=volumes).stdout == "Nothing to remove.\n"


@pytest.mark.parametrize(
    "command", [("python", "-m", "local.foreground", "1", "local.up"), ("scripts/docker_target.sh", "sam")]
)
def test_clean_removes_nothing_while_something_runs_on_it(checkout: Path, command: tuple[str, ...]) -> None:
    (checkout / "local").mkdir()
    (checkout / "local/foreground.py").write_text("print('up', flush=True)\ninput()\n")
    (checkout / "scripts/docker_target.sh").write_text("#!/usr/bin/env bash\necho up\nread -r\n")
    (checkout / "scripts/docker_target.sh").chmod(0o755)
    program = sys.executable if command[0] == "python" else command[0]
    pipe = subprocess.PIPE
    with subprocess.Popen([program, *command[1:]], cwd=checkout, stdin=pipe, stdout=pipe) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"up\n"
        ended = clean(checkout)
        running.communicate(b"\n")

    assert (ended.returncode, ended.stdout) == (1, "")
    assert f"process {running.pid} runs here" in ended.stderr
    assert (checkout / ".venv/file").exists()
    assert clean(checkout).returncode == 0
