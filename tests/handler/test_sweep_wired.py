"""The sweep as `bootstrap` makes it of the environment."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import app
from local.standins.backend import BackendStandIn
from local.standins.faults import Status
from tests.adapters.tables import make_table
from tests.builders import Context, a_job, an_entry, an_outcome
from worker import bootstrap
from worker.adapters.aws import make_dynamodb_client
from worker.adapters.calls.retry import RetryPolicy
from worker.adapters.dynamodb.ledger import DynamoLedger
from worker.jobs.errors import STT_NO_ANSWER, JobError

if TYPE_CHECKING:
    from local.aws import Aws
    from tests.conftest import LogLines

REGION = "ap-northeast-2"
SETTINGS = {
    "APP_ENV": "dev",
    "AWS_REGION": REGION,
    "VIDEO_BUCKET_NAME": "videos",
    "BACKEND_BASE_URL": "http://127.0.0.1:9",
    "BACKEND_INTERNAL_TOKEN": "local-token",
}


def sweep(**settings: str) -> int:
    handler = app.make_sweep(lambda _: bootstrap.make_sweeper({**SETTINGS, **settings}))
    return handler({}, Context())["swept"]  # type: ignore[arg-type] - the part of Lambda's context that is read


def test_without_a_table_there_is_nothing_to_sweep_and_the_log_says_so(log_lines: LogLines) -> None:
    assert sweep() == 0
    assert "JOB_TABLE_NAME" in log_lines.lines[-1]["message"]


def test_settings_that_cannot_be_used_are_named(log_lines: LogLines) -> None:
    assert sweep(BACKEND_BASE_URL="nowhere", JOB_TABLE_NAME="jobs") == 0
    assert log_lines.lines[-1]["problems"][0].startswith("BACKEND_BASE_URL")


def test_a_file_of_certificates_that_is_none_is_named(log_lines: LogLines) -> None:
    assert sweep(BACKEND_CA_BUNDLE="/nowhere.pem", JOB_TABLE_NAME="jobs") == 0
    assert log_lines.lines[-1]["problems"][0].startswith("BACKEND_CA_BUNDLE")


def test_a_table_that_is_not_there_fails_the_run(emulated: Aws) -> None:
    assert emulated.endpoint

    with pytest.raises(JobError):
        sweep(JOB_TABLE_NAME="nobodys-table")


def test_an_outcome_is_told_in_one_call_and_then_waits_for_its_next_moment(emulated: Aws) -> None:
    table = make_table(emulated)
    ledger = DynamoLedger(make_dynamodb_client(REGION), table, RetryPolicy())
    held = an_entry().claimed(1, 1)
    ledger.write(held)
    body = a_job().failed(JobError(STT_NO_ANSWER, "STT", "no answer.")).callback("g").body
    ledger.write(held.decided(replace(an_outcome(), decided_at=time.time(), body=body.decode()), 2))

    with BackendStandIn() as backend:
        backend.script = [Status(503)] * 9
        assert sweep(BACKEND_BASE_URL=backend.url, JOB_TABLE_NAME=table, RETRY_DELAY_SECONDS="0") == 1
        assert sweep(BACKEND_BASE_URL=backend.url, JOB_TABLE_NAME=table) == 0
        assert len(backend.calls) == 1
