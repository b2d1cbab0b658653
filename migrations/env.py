"""Alembic's entry: brings the catalogue's database to the newest version."""

from __future__ import annotations

from alembic import context

from worker.adapters.database.tables import METADATA


def migrate() -> None:
    """Run the migrations over the connection that was passed in."""
    context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
    with context.begin_transaction():
        context.run_migrations()


migrate()
