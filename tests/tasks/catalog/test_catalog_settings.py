from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from migrations.connection import make_migration_engine
from tests.adapters.listener import AUTHORITY
from worker.jobs.errors import JobError
from worker.settings.reading import SettingsError, validate
from worker.tasks.catalog.settings import CatalogSettings, DatabaseSettings
from worker.tasks.catalog.wiring import make_database_address

PARTS = {"DB_HOST": "proxy.example", "DB_USER": "worker", "DB_NAME": "ott_db"}
NEEDED = {
    "VIDEO_BUCKET_NAME": "videos",
    "JOB_TABLE_NAME": "jobs",
    "CATALOG_API_BASE": "https://api.example/api",
    "INTERNAL_TOKEN": "canary",
    **PARTS,
}


def fail(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        validate(CatalogSettings, environ)
    return [str(problem) for problem in caught.value.problems]


def test_none_of_the_other_tasks_settings_is_needed() -> None:
    settings = validate(CatalogSettings, NEEDED)

    assert (settings.rds_port, settings.result_bucket) == (3306, "videos")


@pytest.mark.parametrize("name", ["VIDEO_BUCKET_NAME", "JOB_TABLE_NAME", "CATALOG_API_BASE", "INTERNAL_TOKEN"])
def test_a_missing_setting_is_named(name: str) -> None:
    [problem] = fail({key: value for key, value in NEEDED.items() if key != name})

    assert problem.startswith(name)


@pytest.mark.parametrize("name", PARTS)
def test_a_database_needs_all_its_parts_or_one_address(name: str) -> None:
    incomplete = {key: value for key, value in NEEDED.items() if key != name}

    assert fail(incomplete) == ["DATABASE_URL: Field required, or DB_HOST, DB_USER and DB_NAME"]
    assert validate(CatalogSettings, {**incomplete, "DATABASE_URL": "sqlite:///x"})


def test_plain_http_to_the_api_is_for_dev_only() -> None:
    plain = {**NEEDED, "CATALOG_API_BASE": "http://api.example"}

    assert fail(plain) == ["CATALOG_API_BASE: plain http is for APP_ENV=dev only"]
    assert validate(CatalogSettings, {**plain, "APP_ENV": "dev"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CATALOG_API_BASE", "https://api.example:99999/canary"),
        ("CATALOG_API_BASE", "https://api.example/canary?version=1"),
        ("INTERNAL_TOKEN", "can\nary"),
        ("DB_HOST", "canary.example:3306"),
        ("DB_HOST", "mysql://canary.example"),
        ("LEASE_SECONDS", "nan"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_but_not_quoted(name: str, value: str) -> None:
    [problem] = fail({**NEEDED, name: value})

    assert problem.startswith(f"{name}: ")
    assert "canary" not in problem


def test_a_password_stands_in_the_address_and_its_connection_is_encrypted() -> None:
    address = make_database_address(validate(DatabaseSettings, {**PARTS, "DB_PASSWORD": "p@ss"}))

    assert address.url == "mysql+pymysql://worker:p%40ss@proxy.example:3306/ott_db?charset=utf8mb4"
    assert (address.tls, address.make_token) == (True, None)


def test_without_a_password_the_role_signs_in_over_tls_even_in_dev(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "local")
    address = make_database_address(validate(DatabaseSettings, {**PARTS, "APP_ENV": "dev"}))

    assert address.make_token is not None
    token = address.make_token()
    assert token.startswith("proxy.example:3306/?Action=connect&DBUser=worker&")
    assert "X-Amz-Signature=" in token
    assert address.tls


@pytest.mark.parametrize(
    ("environ", "tls"),
    [({}, True), ({"APP_ENV": "dev"}, False), ({"APP_ENV": "dev", "DB_CA_BUNDLE": str(AUTHORITY)}, True)],
)
def test_only_dev_may_do_without_encryption_and_not_with_an_authority_of_its_own(
    environ: dict[str, str], tls: object
) -> None:
    settings = validate(DatabaseSettings, {**environ, "DATABASE_URL": "postgresql://user:secret@host/name"})

    assert make_database_address(settings).tls is tls


@pytest.mark.parametrize("url", ["mysql://user@host/name", "postgresql://user@host/name", "sqlite:///x"])
def test_a_file_of_certificates_that_is_none_is_named_before_a_migration(url: str) -> None:
    with pytest.raises(JobError) as caught:
        make_migration_engine({"DATABASE_URL": url, "DB_CA_BUNDLE": "/nowhere.pem"})

    assert caught.value.setting == "DB_CA_BUNDLE"


def test_a_migration_may_take_longer_than_a_statement_of_a_job() -> None:
    engine = make_migration_engine({"DATABASE_URL": "mysql://user@127.0.0.1:9/name", "APP_ENV": "dev"})
    limits: list[float] = []

    def note(_dialect: object, _record: object, _positional: object, named: dict[str, Any]) -> None:
        limits.append(named["read_timeout"])

    event.listen(engine, "do_connect", note)
    with pytest.raises(OperationalError):
        engine.connect()

    assert limits == [3600]
