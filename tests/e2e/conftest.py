"""The whole product on loopback: the real Lambda runtime, the deployed template, the queue's event source mapping.

One stack serves all tests of this folder and ends with them, since it polls; each test has a job id of its own.
"""

from __future__ import annotations

import subprocess
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from local.services import STAND_IN_SECRETS
from local.stack import Stack, running_stack
from local.standins.backend import BackendStandIn
from local.standins.claude import ClaudeStandIn
from local.standins.clova import ClovaStandIn
from tests.e2e.world import PACE, RECORDER, SENTENCE, Ear, World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("e2e")


@pytest.fixture(scope="package")
def whole_world(folder: Path, clip: Path) -> Iterator[World]:
    with ExitStack() as stack:
        ear = Ear()
        clova = stack.enter_context(ClovaStandIn(ear))
        claude = stack.enter_context(ClaudeStandIn())
        backend = stack.enter_context(BackendStandIn())
        parameters = {
            "AppEnv": "dev",
            "BackendBaseUrl": backend.url,
            "ClovaSttUrl": clova.stt_url("Eng"),
            "ClaudeApiUrl": claude.messages_url,
            **PACE,
        }
        watched = {"PYTHONPATH": RECORDER}
        running: Stack = stack.enter_context(running_stack(folder, parameters, STAND_IN_SECRETS, watched))
        yield World(running, ear, clova, claude, backend, clip)


@pytest.fixture
def world(whole_world: World) -> Iterator[World]:
    yield whole_world
    whole_world.forget()


@pytest.fixture(scope="session")
def clip(folder: Path, ffmpeg_program: str) -> Path:
    """One spoken sentence of 3.7 s, over a still picture."""
    path = folder / "clip.mp4"
    picture = ["-f", "lavfi", "-i", "color=s=160x90:r=10"]
    subprocess.run([ffmpeg_program, "-v", "error", *picture, "-i", str(SENTENCE), "-t", "3.7", str(path)], check=True)
    return path
