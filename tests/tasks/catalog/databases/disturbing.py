"""What happens to a transaction from outside, at the moment after it has inserted a content."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Engine

    from tests.tasks.catalog.databases.conftest import Database
    from worker.tasks.catalog.adapters.database.assets import SqlAssets

_OWN_ID = {"mysql": "SELECT connection_id()", "postgresql": "SELECT pg_backend_pid()"}
_KILL = {"mysql": "KILL {}", "postgresql": "SELECT pg_terminate_backend({})"}
_HEAVY = 300
"""Rows that the other transaction has written: InnoDB lets the lighter one die."""


def once_a_content_is_inserted(assets: SqlAssets, disturb: Callable[[Connection], None]) -> None:
    """Call `disturb` with the connection in its open transaction, the first time."""
    waiting = [disturb]

    def after(connection: Connection, _cursor: object, statement: str, *_: Any) -> None:
        if waiting and statement.startswith("INSERT INTO contents"):
            waiting.pop()(connection)

    event.listen(assets.engine, "after_cursor_execute", after)


def kill_from(database: Database) -> Callable[[Connection], None]:
    """Let the server end a connection, as a failover does."""

    def kill(connection: Connection) -> None:
        end_connection(database, name_connection(connection))

    return kill


def name_connection(connection: Connection) -> int:
    """The server's number of a connection."""
    return connection.scalar(text(_OWN_ID[connection.dialect.name])) or 0


def end_connection(database: Database, number: int) -> None:
    with database.engine.begin() as other:
        other.execute(text(_KILL[other.dialect.name].format(number)))


class Rival:
    """A transaction that wrote the same video and then wants the new content, so that each of the two waits."""

    def __init__(self, engine: Engine, video_url: str) -> None:
        self._connection = engine.connect()
        if engine.dialect.name == "postgresql":
            self._connection.execute(text("SET deadlock_timeout = '20s'"))  # the other one notices, and gives way
        heavy = [{"title": f"rival {number}"} for number in range(_HEAVY)]
        self._connection.execute(text("INSERT INTO contents (title) VALUES (:title)"), heavy)
        content_id = self._connection.scalar(text("SELECT max(id) FROM contents"))
        row = "INSERT INTO video_assets (content_id, video_url, thumbnail_url, duration) VALUES (:id, :url, '', 1)"
        self._connection.execute(text(row), {"id": content_id, "url": video_url})
        self._thread: Thread | None = None

    def cross(self, connection: Connection) -> None:
        """Ask for the content that the disturbed transaction has just inserted, and give up all when it is had."""
        number = connection.scalar(text("SELECT max(id) FROM contents WHERE title NOT LIKE 'rival%'"))
        self._thread = Thread(target=self._want, args=(number,))
        self._thread.start()

    def _want(self, number: int) -> None:
        self._connection.execute(text("INSERT INTO contents (id, title) VALUES (:id, 'rival')"), {"id": number})
        self._connection.rollback()
        self._connection.close()

    def wait(self) -> None:
        assert self._thread is not None
        self._thread.join(30)
        assert not self._thread.is_alive()
