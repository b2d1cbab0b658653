"""Connections to PostgreSQL with a limit on the wait for an answer.

Its client waits forever for a lost host, and it is that host that would enforce `statement_timeout`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import psycopg

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg.abc import PQGen

R = TypeVar("R")


def connect_within(seconds: float) -> Callable[..., psycopg.Connection]:
    """Make a listener for SQLAlchemy's event `do_connect`; each answer may take `seconds`."""

    class Bounded(psycopg.Connection[Any]):
        def wait(self, gen: PQGen[R], interval: float = 0.1, timeout: float | None = seconds) -> R:
            try:
                return super().wait(gen, interval, timeout)
            except psycopg.OperationalError:
                if self.pgconn.transaction_status == psycopg.pq.TransactionStatus.ACTIVE:
                    self.close()  # a late answer would pass for the next statement's
                raise

    def connect(_dialect: object, _record: object, positional: list[Any], named: dict[str, Any]) -> psycopg.Connection:
        return Bounded.connect(*positional, **named)

    return connect
