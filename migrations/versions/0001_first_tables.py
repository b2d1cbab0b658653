"""The two tables of the specification (docs/sources.md, Catalogue); those that are there already are left alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables that are missing."""
    present = set(sa.inspect(op.get_bind()).get_table_names())
    if "contents" not in present:
        _make_contents()
    if "video_assets" not in present:
        _make_video_assets()


def downgrade() -> None:
    """Leave the tables: the API's data are in them."""


def _make_contents() -> None:
    now = sa.text("CURRENT_TIMESTAMP")
    touched = sa.text("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP") if _is_mysql() else now
    op.create_table(
        "contents",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("title", sa.String(255), nullable=False),
        sa.Column("description", sa.Text),
        sa.Column("age_rating", sa.String(10)),
        sa.Column("like_count", sa.Integer, server_default=sa.text("0")),
        sa.Column("created_at", sa.TIMESTAMP, server_default=now),
        sa.Column("updated_at", sa.TIMESTAMP, server_default=touched),
        mysql_charset="utf8mb4",
    )


def _make_video_assets() -> None:
    op.create_table(
        "video_assets",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("content_id", sa.Integer, sa.ForeignKey("contents.id"), nullable=False),
        sa.Column("video_url", sa.String(500), nullable=False),
        sa.Column("thumbnail_url", sa.String(500), nullable=False),
        sa.Column("duration", sa.Integer, nullable=False),
        sa.Column("created_at", sa.TIMESTAMP, server_default=sa.text("CURRENT_TIMESTAMP")),
        mysql_charset="utf8mb4",
    )


def _is_mysql() -> bool:
    return op.get_bind().dialect.name in {"mysql", "mariadb"}
