"""What the databases' errors mean.

Every driver tells its own way: PyMySQL by the server's number, psycopg by the SQLSTATE, SQLite by an extended code.
Texts are never passed on: they quote the row. They are looked at only where psycopg gives nothing else.
"""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from worker.domain.errors import Condition, JobError, failure

if TYPE_CHECKING:
    from sqlalchemy.exc import SQLAlchemyError

_FOREIGN_KEY: frozenset[object] = frozenset({1452, 1216, "23503", "SQLITE_CONSTRAINT_FOREIGNKEY"})

# MySQL: access denied to a server, database, table or column; no such database, table or column; a column too short.
_MYSQL_MISCONFIGURED = frozenset({1044, 1045, 1049, 1054, 1142, 1143, 1146, 1227, 1406, 1698, 2026})
# PostgreSQL: class 28 authorization, 3D no such database, 42 privileges and names, 22 data that does not fit.
_POSTGRES_MISCONFIGURED = ("28", "3D", "42", "22")
# psycopg keeps no SQLSTATE of a connection that was refused: what the server (in English) or libpq says stands for it.
_UNTRUSTED = "certificate"
_POSTGRES_REFUSALS = {
    _UNTRUSTED: _UNTRUSTED,
    "does not support SSL": "28000",
    "no pg_hba.conf entry": "28000",
    "password authentication failed": "28P01",
    '" does not exist': "3D000",
    "permission denied for database": "42501",
}
_SQLITE_MISCONFIGURED = frozenset({"SQLITE_ERROR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_NOTADB"})


def explain(error: SQLAlchemyError, setting: str) -> JobError:
    """Our error for a database's. Deadlocks, lost connections and races all pass with time, and so does the unknown.

    Args:
        error: what SQLAlchemy raised.
        setting: name of the setting to look at.
    """
    foreign = error.orig if isinstance(error, DBAPIError) else None
    code = _read_code(foreign) if foreign is not None else type(error).__name__
    # PyMySQL's number is that of any connection that fails.
    if code == _UNTRUSTED or isinstance(getattr(foreign, "original_exception", None), ssl.SSLError):
        sentence = "CATALOG_DB: the database's certificate is not trusted."
        return failure(Condition.DATABASE_MISCONFIGURED, sentence, setting="DB_CA_BUNDLE")
    if code in _FOREIGN_KEY:
        sentence = "CATALOG_DB: the content is not in the database, though the catalogue's API has accepted it."
        return failure(Condition.CONTENT_UNKNOWN, sentence)
    if _is_misconfigured(code):
        sentence = f"CATALOG_DB: the database refused ({code}); check address, rights and migrations."
        return failure(Condition.DATABASE_MISCONFIGURED, sentence, setting=setting)
    return failure(Condition.DATABASE_UNAVAILABLE, f"CATALOG_DB: the database could not do it now ({code}).")


def _read_code(error: BaseException | None) -> object:
    """The number of MySQL, the SQLSTATE of PostgreSQL, the name that SQLite gives; else the driver's own class."""
    match error:
        case BaseException(args=(int(number), *_)):
            return number
        case _:
            told = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None)
            return told or _read_refusal(str(error)) or type(error).__name__


def _read_refusal(text: str) -> str | None:
    return next((code for part, code in _POSTGRES_REFUSALS.items() if part in text), None)


def _is_misconfigured(code: object) -> bool:
    if isinstance(code, int):
        return code in _MYSQL_MISCONFIGURED
    text = str(code)
    return text in _SQLITE_MISCONFIGURED or (len(text) == 5 and text.startswith(_POSTGRES_MISCONFIGURED))  # noqa: PLR2004 - a SQLSTATE's length
