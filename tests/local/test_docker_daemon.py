"""The private Docker daemon of `make docker`: its own bridge, its own rules, and what it says before it installs."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from local.doctor import ROOT

if TYPE_CHECKING:
    from pathlib import Path

START_AND_STOP = "DOCKER_CACHE=$1; . scripts/docker/daemon.sh; start_private_daemon && echo $LOCAL_HOST; stop_daemon"


class Machine:
    """Programs that only note how they are called, each in the place of one that would change the machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._notes = folder / "notes"
        for name in ("ip", "iptables", "dockerd", "docker"):
            self.make(name)
        self.make("docker", f"grep -q ^dockerd {self._notes}")  # it answers once its daemon is there

    def make(self, name: str, body: str = "") -> None:
        program = self._folder / name
        program.write_text(f'#!/bin/sh\necho "{name} $*" >>{self._notes}\n{body}\n')
        program.chmod(0o755)

    def run(self, *command: str) -> str:
        path = f"{self._folder}:{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout

    @property
    def calls(self) -> list[str]:
        return self._notes.read_text().splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_private_daemon_has_a_bridge_of_its_own_and_takes_only_that_away(machine: Machine, tmp_path: Path) -> None:
    machine.run("bash", "-c", START_AND_STOP, "bash", str(tmp_path))

    [added] = [call.split()[3] for call in machine.calls if call.startswith("ip link add")]
    [daemon] = [call for call in machine.calls if call.startswith("dockerd")]
    assert f"--bridge {added} --iptables=false" in daemon
    assert [call for call in machine.calls if "delete" in call] == [f"ip link delete {added}"]
    assert not [call for call in machine.calls if "docker0" in call]


def test_every_rule_that_is_added_is_taken_away_again(machine: Machine, tmp_path: Path) -> None:
    machine.run("bash", "-c", START_AND_STOP, "bash", str(tmp_path))

    rules = [call for call in machine.calls if call.startswith("iptables")]
    added, removed = ([rule for rule in rules if f" {flag} " in rule] for flag in ("-I", "-D"))
    assert len(added) == 3
    assert [rule.replace(" -D ", " -I ") for rule in removed] == added


def test_a_subnet_that_is_in_use_is_passed_over(machine: Machine, tmp_path: Path) -> None:
    machine.make("ip", 'case "$*" in *10.213.0.0/24) echo "3: eth1 inet 10.213.0.7/24" ;; esac')

    assert "\n10.213.1.1\n" in machine.run("bash", "-c", START_AND_STOP, "bash", str(tmp_path))


def test_what_is_installed_and_how_large_it_is_is_said_before(machine: Machine, tmp_path: Path) -> None:
    machine.make("apt-get", 'echo "Need to get 36.3 MB of archives."')

    said = machine.run("scripts/docker/install.sh", "nowhere-to-be-found", "docker.io", str(tmp_path / "log"))

    assert "installing Debian's docker.io on this machine" in said
    assert "Need to get 36.3 MB of archives." in said
    asked, installed = machine.calls
    assert "--assume-no docker.io" in asked
    assert installed.startswith("apt-get install -y")


def test_what_is_there_is_not_installed(machine: Machine, tmp_path: Path) -> None:
    machine.make("apt-get")

    assert machine.run("scripts/docker/install.sh", "sh", "dash", str(tmp_path / "log")) == ""
