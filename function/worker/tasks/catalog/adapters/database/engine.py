"""A database's address and how to reach it: one pooled connection a container, tested before each use.

A Lambda is frozen between invocations, and a database closes idle connections: a dead one is replaced.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from worker.jobs.errors import JobError
from worker.tasks.catalog.adapters.database.faults import read_fault
from worker.tasks.catalog.adapters.database.refusals import is_read_only
from worker.tasks.catalog.ports import DATABASE_MISCONFIGURED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext

CONNECT_SECONDS = 5

_MYSQL = "mysql+pymysql"
_DRIVERS = {"mysql": _MYSQL, "mariadb": _MYSQL, "postgresql": "postgresql+psycopg", "sqlite": "sqlite"}


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """Where the catalogue's database is.

    Attributes:
        url: `DATABASE_URL`; the driver in it may be left out.
        tls: whether the connection must be encrypted and the server's certificate be valid.
        ca_bundle: a file of certificates trusted in place of the public ones, or "".
        make_token: makes a password for each new connection (IAM), where there is no permanent one.
        setting: name of the setting that holds all this, or names of several, for errors.
        answer_seconds: limit for one statement; none here reads or writes more than a row.
    """

    url: str
    tls: bool
    ca_bundle: str = ""
    make_token: Callable[[], str] | None = None
    setting: str | tuple[str, ...] = "DATABASE_URL"
    answer_seconds: float = 10.0


def compose_url(host: str, port: int, user: str, password: str, name: str) -> str:
    """The address of a MySQL database from its parts; they may hold any character."""
    url = URL.create(_MYSQL, user, password or None, host, port, name, {"charset": "utf8mb4"})
    return url.render_as_string(hide_password=False)


def make_engine(address: DatabaseAddress) -> Engine:
    """Make the engine; nothing is connected yet.

    Raises:
        JobError: DATABASE_FAILED, the address is invalid, or its database is not supported.
    """
    url = _read_url(address)
    arguments = _connect_arguments(url.get_backend_name(), address)
    if url.get_backend_name() == "sqlite":
        # A file is opened for each transaction: there is no connection to save.
        engine = create_engine(url, connect_args=arguments, poolclass=NullPool)
        event.listen(engine, "connect", _enforce_foreign_keys)
        return engine
    engine = create_engine(
        url, connect_args=arguments, pool_size=1, max_overflow=0, pool_pre_ping=True, pool_timeout=CONNECT_SECONDS
    )
    event.listen(engine, "handle_error", _leave_standby)
    if address.make_token is not None:
        event.listen(engine, "do_connect", _sign_in(address.make_token))
    if url.get_backend_name() == "postgresql":
        from worker.tasks.catalog.adapters.database.postgresql import connect_within  # noqa: PLC0415 - MySQL needs no such driver

        event.listen(engine, "do_connect", connect_within(address.answer_seconds))
    return engine


def _leave_standby(context: ExceptionContext) -> None:
    """Reconnect if the server is read-only: after a failover the address leads to another server."""
    if is_read_only(read_fault(context.original_exception).code):
        context.is_disconnect = True


def _sign_in(make_token: Callable[[], str]) -> Callable[..., None]:
    def authenticate(_dialect: object, _record: object, _positional: object, named: dict[str, Any]) -> None:
        named["password"] = make_token()

    return authenticate


def _read_url(address: DatabaseAddress) -> URL:
    try:
        url = make_url(address.url)
        return url.set(drivername=_DRIVERS[url.get_backend_name()])
    except (ArgumentError, KeyError, ValueError):
        sentence = "the address is none of MySQL, MariaDB, PostgreSQL or SQLite."
        raise JobError(DATABASE_MISCONFIGURED, "CATALOG_DB", sentence, setting=address.setting) from None


def _connect_arguments(backend: str, address: DatabaseAddress) -> Mapping[str, Any]:
    match backend:
        case "mysql" | "mariadb":
            tls = {"ssl": ssl.create_default_context(cafile=address.ca_bundle or None)} if address.tls else {}
            limits = {"read_timeout": address.answer_seconds, "write_timeout": address.answer_seconds}
            return {"connect_timeout": CONNECT_SECONDS, **limits, **tls}
        case "postgresql":
            tls = {"sslmode": "verify-full", "sslrootcert": address.ca_bundle or "system"} if address.tls else {}
            return {
                "connect_timeout": CONNECT_SECONDS,
                "options": f"-c statement_timeout={round(address.answer_seconds * 1000)}",
                **tls,
            }
        case _:
            return {"timeout": CONNECT_SECONDS}


def _enforce_foreign_keys(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
