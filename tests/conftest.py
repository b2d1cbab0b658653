from __future__ import annotations

import gc
import io
import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from local.aws import CREDENTIALS, REGION, Aws
from local.emulator import running_emulator
from tests.media.store import FFMPEG
from worker.telemetry.log import logger

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator


def pytest_configure() -> None:
    """Let no property depend on how busy the machine is, and no `make` of a test on the one that runs the tests."""
    for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL"):
        os.environ.pop(name, None)
    settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("no clock")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None]:
    """Spare the garbage collector what is imported and stays: a third of collecting, and a fifth of each test."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


class LogLines:
    """What the function wrote to its log while the test ran."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def log_lines(monkeypatch: pytest.MonkeyPatch) -> LogLines:
    found = LogLines()
    monkeypatch.setattr(logger.registered_handler, "stream", found.stream)
    return found


@pytest.fixture(scope="session")
def ffmpeg_program() -> str:
    return FFMPEG


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aws]:
    with running_emulator(tmp_path_factory.mktemp("emulator"), {}) as endpoint:
        yield Aws(endpoint)


@pytest.fixture
def emulated(emulator: Aws, monkeypatch: pytest.MonkeyPatch) -> Aws:
    """The emulated AWS, and an environment in which boto3 finds it."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_REGION", REGION)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_ENDPOINT_URL", emulator.endpoint)
    return emulator
