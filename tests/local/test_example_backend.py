"""`examples/backend.py` takes what the worker really sends."""

from __future__ import annotations

import base64
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from local.own_backend import OwnBackend
from local.target import Target
from tests.adapters.naps import Naps
from tests.adapters.sending import CALLBACK, keys
from worker.adapters.backend.backend import HttpBackend
from worker.jobs.deadline import Deadline
from worker.jobs.errors import JobError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.jobs.ending import Callback

EXAMPLE = Path(__file__).parents[2] / "examples/backend.py"
SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four.").decode()
OTHER = "whsec_" + base64.b64encode(b"another of twenty-four..").decode()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "outcomes.db"


@pytest.fixture
def url(database: Path) -> Iterator[str]:
    environment = {"PATH": os.defpath, "WEBHOOK_SECRET": SECRET, "DATABASE": str(database), "PORT": "0"}
    command = [sys.executable, str(EXAMPLE)]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.kill()


def send(url: str, callback: Callback = CALLBACK, secret: str = SECRET) -> None:
    HttpBackend(url, keys(secret=secret), Naps().policy()).send(callback, Deadline.after(60))


def kept(database: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT webhook_id, body FROM outcomes ORDER BY rowid").fetchall()


def test_a_callback_is_kept_as_it_was_sent(url: str, database: Path) -> None:
    send(url)

    assert kept(database) == [(CALLBACK.event_id, CALLBACK.body.decode())]


def test_a_duplicate_is_accepted_and_dropped(url: str, database: Path) -> None:
    send(url)
    send(url)

    assert len(kept(database)) == 1


def test_another_outcome_of_the_job_is_kept_too(url: str, database: Path) -> None:
    send(url)
    send(url, replace(CALLBACK, event_id="msg_2"))

    assert [identity for identity, _ in kept(database)] == [CALLBACK.event_id, "msg_2"]


@pytest.mark.parametrize("secret", ["", OTHER])
def test_a_callback_without_the_right_signature_is_refused_so_that_it_comes_back(
    secret: str, url: str, database: Path
) -> None:
    with pytest.raises(JobError, match="HTTP 401"):
        send(url, secret=secret)

    assert kept(database) == []


def test_the_demo_says_in_one_line_why_a_callback_that_nobody_signed_was_refused(url: str) -> None:
    with OwnBackend(Target(url, {})) as passing:
        with pytest.raises(JobError, match="HTTP 401"):
            send(passing.url, secret="")
        with pytest.raises(JobError, match="HTTP 401"):
            send(passing.url, secret=OTHER)
        unsigned, signed = passing.refusals

    assert unsigned.startswith("HTTP 401 Error response Error code: 401 Message: ")
    assert "\n" not in unsigned
    assert "<" not in unsigned
    assert unsigned.endswith("export WEBHOOK_SECRET, the backend's own, for make demo too.")
    assert "WEBHOOK_SECRET" not in signed


def test_it_is_told_through_the_demo_as_well(url: str, database: Path) -> None:
    with OwnBackend(Target(url, {})) as passing:
        send(passing.url)
        send(passing.url)

        assert [callback.webhook_id for callback in passing.accepted] == [CALLBACK.event_id] * 2
    assert len(kept(database)) == 1
