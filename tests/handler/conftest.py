from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from tests.adapters.s3_stand_in import S3StandIn
from tests.handler.canaries import find_faults, find_leaks
from tests.handler.ledger_states import NOW
from tests.handler.services import Services, running_services
from tests.handler.stage import Stage
from tests.handler.world import World
from tests.media.spoken import sentence
from worker.adapters.secrets import secret_reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from local.aws import Aws
    from tests.conftest import LogLines

REGION = "ap-northeast-2"
_buckets = count(1)  # `tests/tasks` has this fixture too
HURRY = {"RETRY_DELAY_SECONDS": "0.01", "CLOVA_CALLS_PER_SECOND": "1000"}
"""No test waits for a repeat, or for a turn: tests share a worker, which refusals for pace slow down."""


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def stopped_clock(stage: Stage) -> None:
    """The stage's clock stands at `NOW`."""
    stage.clock = lambda: NOW


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A /tmp of the test's own: a handler clears what others have left in it, also what another test is using."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path / "clipscribe"


@pytest.fixture(scope="session")
def services() -> Iterator[Services]:
    with running_services() as services:
        yield services


@pytest.fixture(scope="session")
def bucket(emulator: Aws) -> str:
    name = f"failures-{next(_buckets)}"
    emulator.s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    emulator.s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return name


@pytest.fixture
def world(emulated: Aws, bucket: str, services: Services, ffmpeg_program: str) -> Iterator[World]:
    """The world; every setting that is not named here has its default, but for `HURRY`."""
    settings = {"APP_ENV": "dev", "AWS_REGION": REGION, "VIDEO_BUCKET_NAME": bucket, "FFMPEG_PATH": ffmpeg_program}
    secret_reader.cache_clear()
    yield World(emulated, bucket, services, {**settings, **HURRY, **services.settings})
    messages = [call.body.get("error_message") for call in services.backend.calls]
    services.forget()
    secret_reader.cache_clear()
    assert [faults for message in messages if message and (faults := find_faults(message))] == []


@pytest.fixture
def store(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3StandIn]:
    """An S3 that holds a spoken sentence and whose faults can be scripted, in place of the emulated one."""
    with S3StandIn(sentence().read_bytes()) as store:
        monkeypatch.setenv("AWS_ENDPOINT_URL", store.url)
        world.bucket = f"store-{store.url.rpartition(':')[2]}"  # a bucket of its own, for clients of its own
        world.settings["VIDEO_BUCKET_NAME"] = world.bucket
        yield store


@pytest.fixture(autouse=True)
def nothing_stays_and_nothing_leaks(
    scratch: Path, log_lines: LogLines, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """After every test: no file is left, and neither log nor metrics hold a secret."""
    yield
    libraries = "\n".join(record.getMessage() for record in caplog.get_records("call"))
    assert find_leaks(log_lines.text + libraries + capsys.readouterr().out) == []
    assert list(scratch.glob("*")) == []
