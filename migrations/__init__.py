"""The catalogue's tables, from one version to the next (Alembic)."""
