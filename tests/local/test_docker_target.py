"""`make docker` without Docker: programs in its place that note how they are called."""

from __future__ import annotations

import os
import shutil
import subprocess
import tomllib
from typing import TYPE_CHECKING

import pytest

from local.doctor import ROOT
from local.served import ENVIRONMENT

if TYPE_CHECKING:
    from pathlib import Path

PROGRAMS = {
    "docker": "",
    "sam": """case "$1 $2" in
      "build ") echo Build Succeeded ;;
      "local invoke") echo '{"batchItemFailures": []}' ;;
    esac""",
    # As local-up RUN=0: it says where the stack is, serves, and takes that back.
    "make": """up=${LOCAL_FOLDER:-.cache/local}
    mkdir -p $up && echo 'The backend was told: {"status": "DONE"}' && echo {} >$up/sam-env.json
    trap 'rm $up/sam-env.json; exit' TERM
    while :; do sleep 0.1; done""",
}


def install(folder: Path, programs: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name, body in programs.items():
        (folder / name).write_text(f'#!/bin/bash\necho "{name} $*" >>{folder}/calls\n{body}\n')
        (folder / name).chmod(0o755)


def run(folder: Path, checkout: Path, *command: str) -> str:
    environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=True).stdout


def test_a_local_up_of_somebody_in_the_same_checkout_stays_announced(tmp_path: Path) -> None:
    programs, checkout = tmp_path / "bin", tmp_path / "checkout"
    shutil.copytree(ROOT / "scripts", checkout / "scripts")
    install(checkout / "scripts/docker", dict.fromkeys(["base_image.sh", "check_image.sh", "check_container.sh"], ""))
    install(programs, PROGRAMS)
    somebodys = checkout / ".cache/local/sam-env.json"
    somebodys.parent.mkdir(parents=True)
    somebodys.write_text("somebody's")

    said = run(programs, checkout, "scripts/docker_target.sh", str(programs / "sam"))

    assert "docker target: passed" in said
    assert somebodys.read_text() == "somebody's"
    [invoked] = [call for call in (programs / "calls").read_text().splitlines() if call.startswith("sam local invoke")]
    assert invoked.endswith(f"--env-vars {checkout}/.cache/docker/local/sam-env.json")


def test_a_person_needs_not_say_where_local_up_announces_itself() -> None:
    config = tomllib.loads((ROOT / "samconfig.toml").read_text())

    assert ROOT / config["default"]["local_invoke"]["parameters"]["env_vars"] == ENVIRONMENT


@pytest.mark.parametrize(
    ("machine", "magic", "builds"),
    [
        ("x86_64", "", True),
        ("aarch64", "", False),
        ("aarch64", "7f454c460101010000000000000000000200f300", False),
        ("aarch64", "7f454c4602010100000000000000000002003e00", True),
    ],
)
def test_the_container_for_a_mac_is_built_where_its_programs_can_run(
    tmp_path: Path, machine: str, magic: str, *, builds: bool
) -> None:
    install(tmp_path / "bin", {"docker": "", "uname": f"echo {machine}"})
    binfmt = tmp_path / "binfmt"
    binfmt.mkdir()
    (binfmt / "status").write_text("enabled\n")
    (binfmt / "emulator").write_text(f"enabled\ninterpreter /usr/bin/emulator\nflags: F\noffset 0\nmagic {magic}\n")

    said = run(tmp_path / "bin", ROOT, "scripts/docker/check_container.sh", str(tmp_path), str(binfmt))

    assert ("NOT BUILT" in said) != builds
    assert ("docker build" in (tmp_path / "bin/calls").read_text()) == builds
