"""The catalogue's worker as bootstrap makes it: emulated S3, real FFmpeg, SQLite, the API's stand-in."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

import app
from local.standins.backend import BackendStandIn
from local.standins.catalog import CatalogStandIn, Upsert
from tests.builders import Context, s3_message, s3_record, sqs_batch, sqs_record
from tests.media.spoken import sentence
from tests.tasks.catalog.databases.migrating import migrate
from worker import bootstrap
from worker.tasks.catalog.adapters.database.engine import DatabaseAddress, make_engine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from local.aws import Aws
    from tests.conftest import LogLines

KEY = "videos/42_my-movie-title.mp4"
TOKEN = "catalog-canary"


@pytest.fixture
def api() -> Iterator[CatalogStandIn]:
    with CatalogStandIn(token=TOKEN) as api:
        yield api


@pytest.fixture
def settings(emulated: Aws, bucket: str, api: CatalogStandIn, tmp_path: Path, ffmpeg_program: str) -> dict[str, str]:
    """Nothing of the backend, CLOVA or Claude is among them."""
    address = f"sqlite:///{tmp_path}/catalog.db"
    engine = make_engine(DatabaseAddress(address, tls=False))
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO contents (id, title) VALUES (1, 'By the API'), (42, 'By the API')"))
    engine.dispose()
    emulated.s3.put_object(Bucket=bucket, Key=KEY, Body=sentence().read_bytes())
    return {
        "APP_ENV": "dev",
        "VIDEO_TASK": "catalog",
        "VIDEO_BUCKET_NAME": bucket,
        "CATALOG_API_BASE": api.base_url,
        "INTERNAL_TOKEN": TOKEN,
        "DATABASE_URL": address,
        "FFMPEG_PATH": ffmpeg_program,
        "RETRY_DELAY_SECONDS": "0",
    }


def deliver(settings: dict[str, str], key: str = KEY) -> Any:
    record = s3_record(key, bucket=settings["VIDEO_BUCKET_NAME"], versionId=None, eTag="")
    return invoke(settings, sqs_batch(sqs_record(s3_message(record))))


def invoke(settings: dict[str, str], event: dict[str, Any]) -> Any:
    handler = app.make_handler(lambda _: bootstrap.make_worker(settings))
    return handler(event, Context())  # type: ignore[arg-type] - the part of Lambda's context that is read


def rows_of(settings: dict[str, str]) -> list[tuple[Any, ...]]:
    engine = make_engine(DatabaseAddress(settings["DATABASE_URL"], tls=False))
    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT content_id, video_url, thumbnail_url, duration, width FROM video_assets")
        )
        rows = [tuple(row) for row in found]
    engine.dispose()
    return rows


def test_a_video_is_catalogued_without_any_setting_of_the_other_task(
    settings: dict[str, str], api: CatalogStandIn, emulated: Aws, bucket: str
) -> None:
    assert deliver(settings) == {"batchItemFailures": []}

    thumbnail = "thumbnails/42_my-movie-title.mp4.jpg"
    assert rows_of(settings) == [(42, f"s3://{bucket}/{KEY}", f"s3://{bucket}/{thumbnail}", 4, 160)]
    assert api.contents[42]["title"] == "My Movie Title"
    stored = emulated.s3.get_object(Bucket=bucket, Key=thumbnail)
    assert stored["ContentType"] == "image/jpeg"
    assert stored["Body"].read().startswith(b"\xff\xd8")


def test_the_specifications_own_event_makes_the_call_that_it_shows(
    settings: dict[str, str], api: CatalogStandIn, emulated: Aws, bucket: str
) -> None:
    key = "videos/1_test_video.mp4"
    emulated.s3.put_object(Bucket=bucket, Key=key, Body=sentence().read_bytes())
    event = {"Records": [{"s3": {"bucket": {"name": bucket}, "object": {"key": key}}}]}

    invoke(settings, event)

    body = {"title": "Test Video", "description": "Uploaded video: test_video", "age_rating": "ALL"}
    assert api.calls == [Upsert(1, "/api/v1/contents/1/upsert-internal", body)]
    assert api.refusals == []
    assert [row[:2] for row in rows_of(settings)] == [(1, f"s3://{bucket}/{key}")]


def test_a_summary_is_passed_over_where_it_has_no_settings(settings: dict[str, str], log_lines: LogLines) -> None:
    assert deliver(settings, "videos/123/42_my-movie-title.mp4") == {"batchItemFailures": []}

    assert log_lines.lines[-1]["reason"] == "not a task of this deployment"
    assert rows_of(settings) == []


def test_a_summary_whose_settings_are_not_whole_is_refused_by_name_and_not_passed_over(
    settings: dict[str, str], emulated: Aws, bucket: str, log_lines: LogLines
) -> None:
    key = "videos/123/42_my-movie-title.mp4"
    emulated.s3.put_object(Bucket=bucket, Key=key, Body=sentence().read_bytes())
    settings |= {"CLAUDE_API_KEY": "canary"}

    assert deliver(settings, key) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert "CLOVA_API_KEY" in log_lines.lines[-1]["setting"]
    assert deliver(settings) == {"batchItemFailures": []}
    assert [row[0] for row in rows_of(settings)] == [42]


@pytest.mark.parametrize("missing", ["CLAUDE_API_KEY", "INTERNAL_TOKEN"])
def test_a_summary_that_is_refused_beside_the_catalogue_is_told_to_the_backend(
    settings: dict[str, str], missing: str, emulated: Aws, bucket: str
) -> None:
    key = "videos/123/9.mp4"
    emulated.s3.put_object(Bucket=bucket, Key=key, Body=sentence().read_bytes())
    with BackendStandIn() as backend:
        telling = {"BACKEND_BASE_URL": backend.url, "BACKEND_INTERNAL_TOKEN": "local-token"}
        engines = {"CLOVA_API_KEY_ID": "id", "CLOVA_API_KEY": "key", "CLAUDE_API_KEY": "key"}
        settings = {**settings, **telling, **engines, "MAX_RECEIVE_COUNT": "1"}
        del settings[missing]

        assert deliver(settings, key) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}

        assert [call.body["status"] for call in backend.calls] == ["FAILED"]


@pytest.mark.parametrize("name", ["CATALOG_API_BASE", "INTERNAL_TOKEN", "DATABASE_URL"])
def test_a_missing_setting_gives_the_message_back_and_is_named(
    settings: dict[str, str], name: str, log_lines: LogLines
) -> None:
    del settings[name]

    assert deliver(settings) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert name in json.dumps(log_lines.lines[-1]["setting"])


@pytest.mark.parametrize("name", ["BACKEND_CA_BUNDLE", "DB_CA_BUNDLE"])
def test_a_file_of_certificates_that_is_none_gives_the_message_back_and_is_named(
    settings: dict[str, str], api: CatalogStandIn, name: str, log_lines: LogLines
) -> None:
    assert deliver({**settings, name: "/nowhere/canary.pem"}) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}

    assert name in log_lines.text
    assert "canary" not in log_lines.text
    assert (api.calls, rows_of(settings)) == ([], [])


def test_an_address_of_no_database_is_the_deployments_fault(settings: dict[str, str], log_lines: LogLines) -> None:
    deliver({**settings, "DATABASE_URL": "oracle://canary"})

    assert "DATABASE_URL" in log_lines.text
    assert "oracle" not in log_lines.text


def test_a_cold_start_pays_neither_for_the_database_nor_for_numpy() -> None:
    heavy = "[name for name in ('numpy', 'sqlalchemy', 'pymysql', 'psycopg') if name in sys.modules]"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, 'function'); import app; print({heavy})"]

    assert subprocess.run(command, capture_output=True, check=True, text=True).stdout == "[]\n"
