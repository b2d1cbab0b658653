"""Connections to PostgreSQL that wait for an answer only so long.

Its client waits for ever for a host that is lost, and `statement_timeout` is kept by that host itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import psycopg

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg.abc import PQGen

R = TypeVar("R")


def connect_within(seconds: float) -> Callable[..., psycopg.Connection]:
    """Make what connects in SQLAlchemy's stead (its event `do_connect`); an answer may take `seconds`."""

    class Bounded(psycopg.Connection[Any]):
        def wait(self, gen: PQGen[R], interval: float = 0.1, timeout: float | None = seconds) -> R:
            try:
                return super().wait(gen, interval, timeout)
            except psycopg.OperationalError:
                if self.pgconn.transaction_status == psycopg.pq.TransactionStatus.ACTIVE:
                    self.close()  # the answer may still come, and would pass for the next one's
                raise

    def connect(_dialect: object, _record: object, positional: list[Any], named: dict[str, Any]) -> psycopg.Connection:
        return Bounded.connect(*positional, **named)

    return connect
