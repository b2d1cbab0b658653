from __future__ import annotations

from typing import TYPE_CHECKING

import imageio_ffmpeg  # pyright: ignore[reportMissingTypeStubs] - it has none
import pytest

from local.aws import CREDENTIALS, REGION, Aws
from local.emulator import running_emulator

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def ffmpeg_program() -> str:
    return imageio_ffmpeg.get_ffmpeg_exe()


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
