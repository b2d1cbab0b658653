"""The catalogue beside what the demo shows of it: a video that is gone, and a worker that is killed."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from local.catalog_database import keep_content, make_database, read_row
from local.stack import Stack, running_stack
from local.standins.catalog import CatalogStandIn
from local.standins.faults import NoAnswer
from tests.e2e.processes import function_process
from tests.e2e.world import PACE, RECORDER, batch, deliver_beside, message, notification, notification_of
from tests.local.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.e2e

KEY = "videos/42_clip.mp4"
TOKEN = "catalog-token"


@dataclass(frozen=True)
class Catalogue:
    stack: Stack
    api: CatalogStandIn
    database: Path
    settings: dict[str, str]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    folder = tmp_path_factory.mktemp("catalogue")
    database = folder / "catalog.db"
    make_database(f"sqlite:///{database}")
    with CatalogStandIn(token=TOKEN, keep=partial(keep_content, database)) as api:
        settings = {
            "VIDEO_TASK": "catalog",
            "CATALOG_API_BASE": api.base_url,
            "DATABASE_URL": f"sqlite:///{database}",
        }
        watched = {"PYTHONPATH": RECORDER, **settings}
        parameters = {"AppEnv": "dev", "BackendBaseUrl": "http://127.0.0.1:9", **PACE}
        with running_stack(folder, parameters, {"INTERNAL_TOKEN": TOKEN}, watched) as stack:
            yield Catalogue(stack, api, database, settings)


def test_a_job_whose_worker_is_killed_is_done_by_a_message_that_waited(
    catalogue: Catalogue, clip: Path, tmp_path: Path
) -> None:
    stack, api = catalogue.stack, catalogue.api
    api.script = [NoAnswer()]
    stack.upload(clip, KEY)
    assert eventually(lambda: api.calls)
    last = message("last", notification_of(stack, KEY), receives=2)

    invocation = deliver_beside(stack, batch(last), catalogue.settings, tmp_path)

    assert invocation.given_back == []
    os.kill(function_process(stack.function), signal.SIGKILL)
    assert eventually(lambda: "JOB_DONE" in stack.function.tail(40)), stack.function.tail(40)
    assert len(api.calls) == 2
    assert read_row(catalogue.database)["content_id"] == 42


def test_a_video_that_is_gone_fails_its_job(catalogue: Catalogue) -> None:
    stack = catalogue.stack
    gone = {"bucket": {"name": stack.deployment.bucket}, "object": {"key": "videos/43_gone.mp4", "size": 1}}

    stack.aws.sqs.send_message(QueueUrl=stack.deployment.queue_url, MessageBody=notification(gone))

    assert eventually(lambda: "the video is no longer there" in stack.function.tail(40)), stack.function.tail(40)
