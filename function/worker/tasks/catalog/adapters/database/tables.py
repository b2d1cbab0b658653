"""The catalogue's tables (docs/sources.md, Catalogue), as `migrations` makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import TIMESTAMP, BigInteger, Column, Float, ForeignKey, Integer, MetaData, String, Table, Text, text
from sqlalchemy.dialects import mysql, postgresql, sqlite

from worker.tasks.catalog.content import LONGEST_TITLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Insert

ADDRESS = String(500).with_variant(mysql.VARCHAR(500, collation="utf8mb4_bin"), "mysql", "mariadb")
"""S3 keys that differ in a letter's case or composition are two keys; MySQL's default collation takes them for one."""

METADATA = MetaData()

CONTENTS = Table(
    "contents",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("title", String(LONGEST_TITLE), nullable=False),
    Column("description", Text),
    Column("age_rating", String(10)),
    Column("like_count", Integer, server_default=text("0")),
    Column("created_at", TIMESTAMP, server_default=text("CURRENT_TIMESTAMP")),
    Column("updated_at", TIMESTAMP, server_default=text("CURRENT_TIMESTAMP")),
)

VIDEO_ASSETS = Table(
    "video_assets",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("content_id", Integer, ForeignKey("contents.id"), nullable=False),
    Column("video_url", ADDRESS, nullable=False, unique=True),
    Column("thumbnail_url", String(500), nullable=False),
    Column("duration", Integer, nullable=False),
    Column("created_at", TIMESTAMP, server_default=text("CURRENT_TIMESTAMP")),
    Column("width", Integer),
    Column("height", Integer),
    Column("frame_rate", Float),
    Column("video_codec", String(32)),
    Column("audio_codec", String(32)),
    Column("audio_tracks", Integer),
    Column("bit_rate", BigInteger),
)


PASS_TAKEN_NUMBERS = text(
    "SELECT setval(sequence, taken) FROM (SELECT pg_get_serial_sequence('contents', 'id')::regclass AS sequence,"
    " max(id) AS taken FROM contents) AS found WHERE taken > coalesce(pg_sequence_last_value(sequence), 0)"
)
"""PostgreSQL's sequence does not know the numbers that the API assigns itself, and would assign them again."""


def upsert_asset(dialect: str, row: Mapping[str, Any]) -> Insert:
    """Insert a row of `video_assets`, or overwrite the one with the same `video_url`.

    Args:
        dialect: SQLAlchemy's name of the database.
        row: every column but `id` and `created_at`.
    """
    changes = {name: value for name, value in row.items() if name != "video_url"}
    match dialect:
        case "mysql" | "mariadb":
            return mysql.insert(VIDEO_ASSETS).values(**row).on_duplicate_key_update(**changes)
        case "postgresql":
            insert = postgresql.insert(VIDEO_ASSETS).values(**row)
            return insert.on_conflict_do_update(index_elements=["video_url"], set_=changes)
        case _:
            insert = sqlite.insert(VIDEO_ASSETS).values(**row)
            return insert.on_conflict_do_update(index_elements=["video_url"], set_=changes)
