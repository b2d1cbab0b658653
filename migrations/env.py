"""Alembic's entry: brings the catalogue's database to the newest version (`make migrate`)."""

from __future__ import annotations

import os

from alembic import context

from worker.adapters.database.tables import METADATA


def migrate() -> None:
    """Run the migrations over one connection: the one that was passed in, or the settings' own."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _run(connection)
        return
    from worker.bootstrap import make_catalog_engine  # noqa: PLC0415 - tests bring their own connection

    with make_catalog_engine(os.environ).connect() as opened:
        _run(opened)
        opened.commit()


def _run(connection: object) -> None:
    context.configure(connection=connection, target_metadata=METADATA)
    with context.begin_transaction():
        context.run_migrations()


migrate()
