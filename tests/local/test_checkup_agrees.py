"""The doctor finds nothing wrong exactly where the worker refuses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from local.aws import CREDENTIALS
from local.checkup.finding import State
from local.checkup.settings import check_settings, with_defaults
from worker.bootstrap import make_worker
from worker.jobs.errors import SETTINGS_INVALID, JobError

if TYPE_CHECKING:
    from worker.jobs.task import Pipeline

SUMMARY = {
    "VIDEO_BUCKET_NAME": "videos",
    "JOB_TABLE_NAME": "jobs",
    "BACKEND_BASE_URL": "https://backend.example",
    "BACKEND_INTERNAL_TOKEN": "token",
    "CLOVA_API_KEY_ID": "id",
    "CLOVA_API_KEY": "key",
    "CLAUDE_API_KEY": "key",
}
CATALOG = {
    "VIDEO_TASK": "catalog",
    "VIDEO_BUCKET_NAME": "videos",
    "JOB_TABLE_NAME": "jobs",
    "CATALOG_API_BASE": "https://catalogue.example",
    "INTERNAL_TOKEN": "token",
    "DATABASE_URL": "sqlite:///catalogue.db",
}
OF_THE_CATALOGUE = {"DB_CA_BUNDLE", *CATALOG} - {*SUMMARY, "VIDEO_TASK"}
WRONG = {
    "APP_ENV": ["test"],
    "AUDIO_FILTER": ["loud"],
    "AUDIO_TRACK": ["0"],
    "AWS_REGION": ["no region"],
    "BACKEND_BASE_URL": ["", "backend", "http://backend.example", "https://me:secret@backend.example"],
    "BACKEND_CA_BUNDLE": ["/nowhere.pem"],
    "BACKEND_INTERNAL_TOKEN": ["", "토큰"],
    "CALLBACK_ALLOWED_ORIGINS": ["https://partner.example"],
    "CATALOG_API_BASE": ["", "catalogue"],
    "CLAUDE_API_KEY": ["", "two\nlines"],
    "CLAUDE_MODEL": ["a model"],
    "BEDROCK_ENDPOINT_URL": ["bedrock"],
    "BEDROCK_REGION": ["no region"],
    "CLAUDE_PROMPT": ["none"],
    "CLAUDE_PROVIDER": ["openai"],
    "CLAUDE_STRUCTURED": ["tool"],
    "CLOVA_STT_URL": ["https://clova.example/?lang=Fra"],
    "DATABASE_URL": ["", "oracle://catalogue"],
    "DB_CA_BUNDLE": ["/nowhere.pem"],
    "HEARTBEAT_SECONDS": ["100"],
    "INTERNAL_TOKEN": [""],
    "JOB_SILENCE_SECONDS": ["100"],
    "JOB_TABLE_NAME": [""],
    "LOG_LEVEL": ["LOUD"],
    "MAX_RECEIVE_COUNT": ["0"],
    "SQS_QUEUE_URL": ["queue"],
    "VIDEO_BUCKET_NAME": ["", "s3://videos"],
    "VIDEO_TASK": ["catalogue"],
    "WEBHOOK_SECRET": ["whsec_none!"],
}
RIGHT = [
    SUMMARY,
    SUMMARY | CATALOG,
    CATALOG,
    SUMMARY | {"CLAUDE_MODLE": "x", "LOG_LEVEL": "debug", "MAX_RETRIES": "0", "RDS_PORT": "5432"},
    SUMMARY | {"CLAUDE_PROVIDER": "bedrock", "CLAUDE_API_KEY": ""},
    SUMMARY | {"APP_ENV": "dev", "JOB_TABLE_NAME": "", "BACKEND_BASE_URL": "http://127.0.0.1:1"},
]


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction] - used by every test
    """Nobody's, so that boto3 does not look for a role."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)


def refuses(environ: dict[str, str]) -> bool:
    """Whether the worker works on no message, or lets a task that is not off fail its jobs."""
    worker = make_worker(environ)
    return worker.processor is None or any(map(is_refused, worker.processor.attempts.pipelines.values()))


def is_refused(pipeline: Pipeline[Any]) -> bool:
    """Whether it names settings instead of looking at its job: there is none here."""
    nothing: Any = None
    with pytest.raises(Exception) as raised:  # noqa: PT011 - whatever a pipeline makes of no job
        pipeline.run(nothing, nothing, nothing)
    return isinstance(raised.value, JobError) and raised.value.condition is SETTINGS_INVALID


def finds(environ: dict[str, str]) -> bool:
    return any(finding.state is State.BAD for finding in check_settings(with_defaults(environ)))


@pytest.mark.parametrize("environ", RIGHT)
def test_what_the_worker_runs_with_the_doctor_finds_right(environ: dict[str, str]) -> None:
    assert (refuses(environ), finds(environ)) == (False, False)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_what_the_worker_refuses_the_doctor_finds_wrong(name: str, value: str) -> None:
    environ = (CATALOG if name in CATALOG.keys() - SUMMARY.keys() or name == "DB_CA_BUNDLE" else SUMMARY) | {
        name: value
    }

    assert refuses(environ)
    assert finds(environ)


def test_every_problem_is_told_at_once_also_what_contradicts_another_setting() -> None:
    wrong = {"MAX_RETRIES": "many", "CLAUDE_API_KEY": "", "HEARTBEAT_SECONDS": "100", "WEBHOOK_SECRET": "none!"}
    found = check_settings(with_defaults(SUMMARY | wrong | {"CALLBACK_ALLOWED_ORIGINS": "https://partner.example"}))

    assert {finding.subject for finding in found} == {
        "MAX_RETRIES",
        "HEARTBEAT_SECONDS",
        "CALLBACK_ALLOWED_ORIGINS",
        "settings",
        "WEBHOOK_SECRET",
    }


def test_what_settings_at_fault_together_hide_is_told_with_them() -> None:
    wrong = {"AWS_REGION": "no region", "DATABASE_URL": "oracle://catalogue"}

    found = check_settings(with_defaults(CATALOG | wrong))

    assert {finding.subject for finding in found} == {"AWS_REGION, AWS_ENDPOINT_URL", "DATABASE_URL"}


def test_what_is_compared_with_a_wrong_setting_is_not_blamed_for_it() -> None:
    partners = {
        "CALLBACK_ALLOWED_ORIGINS": "https://mine.example",
        "HEARTBEAT_SECONDS": "90",
        "CLAUDE_API_KEY": "",
    }
    wrong = {"BACKEND_BASE_URL": "mine.example", "LEASE_SECONDS": "many", "CLAUDE_PROVIDER": "openai"}

    found = check_settings(with_defaults(SUMMARY | partners | wrong))

    assert {finding.subject for finding in found} == set(wrong)
