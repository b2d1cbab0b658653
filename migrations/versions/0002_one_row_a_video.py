"""One row a video, and what else is known of it.

Where a video has several rows already, the database refuses the index and names one: delete all but the last first.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0002"
down_revision = "0001"

_FACTS = {
    "width": sa.Integer,
    "height": sa.Integer,
    "frame_rate": sa.Float,
    "video_codec": sa.String(32),
    "audio_codec": sa.String(32),
    "audio_tracks": sa.Integer,
    "bit_rate": sa.BigInteger,
}


def upgrade() -> None:
    """Make addresses unique, letter for letter, and add the facts."""
    if op.get_bind().dialect.name in {"mysql", "mariadb"}:
        # The usual order of letters takes the keys a.mp4 and A.mp4 for one.
        exact = mysql.VARCHAR(500, charset="utf8mb4", collation="utf8mb4_bin")
        op.alter_column("video_assets", "video_url", existing_type=sa.String(500), existing_nullable=False, type_=exact)
    op.create_index("video_assets_video_url", "video_assets", ["video_url"], unique=True)
    for name, kind in _FACTS.items():
        op.add_column("video_assets", sa.Column(name, kind))


def downgrade() -> None:
    """Take both away again."""
    for name in _FACTS:
        op.drop_column("video_assets", name)
    op.drop_index("video_assets_video_url", "video_assets")
