"""From the tables that the specification shows to the newest version, with what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.tasks.catalog.databases.migrating import migrate
from worker.tasks.catalog.adapters.database.tables import METADATA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.tasks.catalog.databases.conftest import Database

OLD_ROW = "INSERT INTO video_assets (content_id, video_url, thumbnail_url, duration) VALUES (1, :url, 't', 9)"


@pytest.fixture
def old(database: Database) -> Iterator[Database]:
    """The specification's tables, with a content and its video; the newest ones again afterwards."""
    _drop(database)
    migrate(database.engine, "0001")
    with database.engine.begin() as connection:
        connection.execute(text("INSERT INTO contents (id, title) VALUES (1, 'Old')"))
        connection.execute(text(OLD_ROW), {"url": "s3://b/videos/1_old.mp4"})
    yield database
    _drop(database)
    migrate(database.engine)


def _drop(database: Database) -> None:
    with database.engine.begin() as connection:
        for table in ("video_assets", "contents", "alembic_version"):
            connection.execute(text(f"DROP TABLE {table}"))


def test_what_was_there_stays(old: Database) -> None:
    migrate(old.engine)

    [row] = old.rows()
    assert (row["video_url"], row["duration"], row["width"]) == ("s3://b/videos/1_old.mp4", 9, None)
    assert old.titles() == ["Old"]


def test_a_video_with_two_rows_stops_the_migration_instead_of_losing_one(old: Database) -> None:
    with old.engine.begin() as connection:
        connection.execute(text(OLD_ROW), {"url": "s3://b/videos/1_old.mp4"})

    with pytest.raises((IntegrityError, OperationalError)):
        migrate(old.engine)

    with old.engine.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM video_assets")) == 2


def test_tables_that_the_api_has_made_are_taken_as_they_are(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
        connection.execute(text("DROP INDEX video_assets_video_url" + _on_table(database)))
        for name in ("width", "height", "frame_rate", "video_codec", "audio_codec", "audio_tracks", "bit_rate"):
            connection.execute(text(f"ALTER TABLE video_assets DROP COLUMN {name}"))

    migrate(database.engine)

    assert {column["name"] for column in inspect(database.engine).get_columns("video_assets")} == {
        column.name for column in METADATA.tables["video_assets"].columns
    }


def _on_table(database: Database) -> str:
    return " ON video_assets" if database.engine.dialect.name == "mysql" else ""


def test_the_migrated_tables_are_the_ones_that_the_code_writes(database: Database) -> None:
    found = inspect(database.engine)

    for name, table in METADATA.tables.items():
        assert {column["name"] for column in found.get_columns(name)} == {column.name for column in table.columns}
        required = {column["name"] for column in found.get_columns(name) if not column["nullable"]}
        assert required == {column.name for column in table.columns if not column.nullable}
