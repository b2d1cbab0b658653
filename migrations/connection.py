"""The catalogue's database of an environment, as its migrations connect to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from worker.adapters.secrets import add_secrets
from worker.settings.reading import validate
from worker.tasks.catalog.adapters.database.engine import make_engine
from worker.tasks.catalog.settings import DatabaseSettings
from worker.tasks.catalog.wiring import make_database_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine

MIGRATING_SECONDS = 3600.0
"""Limit for one statement of a migration: it may rewrite a large table, and MySQL cannot roll back half of it."""


def make_migration_engine(environ: Mapping[str, str]) -> Engine:
    """Make the engine; nothing is called yet.

    Args:
        environ: `os.environ`; the secret at `SECRETS_ARN` overrides it.

    Raises:
        SettingsError: a setting is missing or cannot be used.
        JobError: the secret cannot be read, or the address or the certificate file is invalid.
    """
    address = make_database_address(validate(DatabaseSettings, add_secrets(environ)))
    return make_engine(replace(address, answer_seconds=MIGRATING_SECONDS))
