"""The demo's catalogue: a SQLite file, made by the project's own migrations."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

from local.programs import run_program
from local.request import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from local.standins.wire import JsonObject

_UPSERT = """
    INSERT INTO contents (id, title, description, age_rating) VALUES (:id, :title, :description, :age_rating)
    ON CONFLICT (id) DO UPDATE SET title = :title, description = :description, age_rating = :age_rating
"""


def make_database(url: str) -> None:
    """Make the tables, as `make migrate` does.

    Raises:
        ProgramError: The migrations fail, or take long.
    """
    environment = {**os.environ, "PYTHONPATH": "function", "DATABASE_URL": url, "APP_ENV": "dev"}
    command = [sys.executable, "-m", "alembic", "upgrade", "head"]
    run_program("The catalogue's migration", command, 60, ROOT, environment)


def keep_content(database: Path, content_id: int, body: JsonObject) -> None:
    """Write a content, as the catalogue's API does with what it is told."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(_UPSERT, {"id": content_id, **body})


def read_row(database: Path) -> dict[str, Any]:
    """The newest row of `video_assets`."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        return dict(connection.execute("SELECT * FROM video_assets ORDER BY id DESC LIMIT 1").fetchone())
