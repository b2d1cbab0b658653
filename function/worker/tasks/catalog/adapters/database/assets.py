"""The rows of the catalogue's videos."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import SQLAlchemyError

from worker.adapters.calls.retry import CallLimits, RetryPolicy
from worker.tasks.catalog.adapters.database.engine import DatabaseAddress, make_engine
from worker.tasks.catalog.adapters.database.faults import explain
from worker.tasks.catalog.adapters.database.tables import CONTENTS, PASS_TAKEN_NUMBERS, VIDEO_ASSETS, upsert_asset

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.jobs.deadline import Deadline
    from worker.tasks.catalog.content import Content, VideoAsset

T = TypeVar("T")

_LIMITS = CallLimits("CATALOG_DB", at_least=1.0, at_most=30.0)


class SqlAssets:
    """Implements `catalog.ports.Assets`. Every call is one transaction, which is repeated as a whole."""

    def __init__(self, address: DatabaseAddress, retry: RetryPolicy) -> None:
        self.engine = make_engine(address)
        self._setting = address.setting
        self._retry = retry

    def number(self, content: Content, asset: VideoAsset, deadline: Deadline) -> int:
        if content.content_id is not None:
            return content.content_id
        return self._transact(lambda connection: _number(connection, content, asset), deadline)

    def record(self, content_id: int, asset: VideoAsset, deadline: Deadline) -> None:
        self._transact(lambda connection: _record(connection, content_id, asset), deadline)

    def _transact(self, work: Callable[[Connection], T], deadline: Deadline) -> T:
        def attempt() -> T:
            try:
                with self.engine.begin() as connection:
                    return work(connection)
            except (SQLAlchemyError, ValueError, TypeError, LookupError, RuntimeError) as error:
                # Builtin errors: a driver rejects an option of the address, a character set or a way to sign in.
                # `from None`: the driver's message quotes statement and row.
                raise explain(error, self._setting) from None

        return self._retry.run(attempt, deadline, _LIMITS)


def _number(connection: Connection, content: Content, asset: VideoAsset) -> int:
    """The content of a known video, or a new content together with its row, so that neither exists alone."""
    known = connection.scalar(select(VIDEO_ASSETS.c.content_id).where(VIDEO_ASSETS.c.video_url == asset.video_url))
    if known is not None:
        return known
    if connection.dialect.name == "postgresql":
        connection.execute(PASS_TAKEN_NUMBERS)
    values = {"title": content.title, "description": content.description, "age_rating": content.age_rating}
    key = connection.execute(insert(CONTENTS).values(**values)).inserted_primary_key
    assert key is not None  # noqa: S101 - one row was inserted; tells the type checker
    # No upsert: where a faster delivery has inserted the row, this one must not overwrite it, but ask again.
    connection.execute(insert(VIDEO_ASSETS).values(**_row(key[0], asset)))
    return key[0]


def _record(connection: Connection, content_id: int, asset: VideoAsset) -> None:
    connection.execute(upsert_asset(connection.dialect.name, _row(content_id, asset)))


def _row(content_id: int, asset: VideoAsset) -> dict[str, Any]:
    facts = asset.facts
    return {
        "content_id": content_id,
        "video_url": asset.video_url,
        "thumbnail_url": asset.thumbnail_url,
        "duration": facts.whole_seconds,
        "width": facts.width,
        "height": facts.height,
        "frame_rate": facts.frame_rate or None,
        "video_codec": facts.video_codec,
        "audio_codec": facts.audio_codec,
        "audio_tracks": facts.audio_tracks,
        "bit_rate": facts.bit_rate,
    }
