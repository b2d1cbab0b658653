"""Alembic's entry: brings the catalogue's database to the newest version (`make migrate`)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from alembic import context

from migrations.connection import make_migration_engine
from worker.tasks.catalog.adapters.database.tables import METADATA

if TYPE_CHECKING:
    from sqlalchemy import Connection


def migrate() -> None:
    """Run the migrations over the connection that was passed in, else over one that the settings name."""
    given: Connection | None = context.config.attributes.get("connection")
    if given is not None:
        _run(given)
        return
    with make_migration_engine(os.environ).begin() as connection:
        _run(connection)


def _run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=METADATA)
    with context.begin_transaction():
        context.run_migrations()


migrate()
