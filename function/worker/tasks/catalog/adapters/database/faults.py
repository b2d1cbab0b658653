"""What the databases' errors mean.

PyMySQL gives the server's number, psycopg the SQLSTATE, SQLite an extended code. Messages quote the row, so they are
never passed on: they are searched for a column's name, and for the cause where psycopg gives nothing else.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from worker.jobs.errors import JobError
from worker.tasks.catalog.adapters.database.refusals import find_name, passes
from worker.tasks.catalog.ports import CONTENT_UNKNOWN, DATABASE_MISCONFIGURED, DATABASE_UNAVAILABLE

_FOREIGN_KEY: frozenset[object] = frozenset({1452, 1216, "23503", "SQLITE_CONSTRAINT_FOREIGNKEY"})

# psycopg keeps no SQLSTATE of a refused connection: the text of the server (in English) or libpq replaces it.
_UNTRUSTED = "certificate"
_POSTGRES_REFUSALS = {
    _UNTRUSTED: _UNTRUSTED,
    "does not support SSL": "28000",
    "pg_hba.conf": "28000",
    "not permitted to log in": "28000",
    "authentication failed": "28P01",
    "no password supplied": "28P01",
    '" does not exist': "3D000",
    "permission denied for database": "42501",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What a driver reported: its code (see `refusals.passes`), the SQLSTATE or "", the column or constraint or ""."""

    code: object
    state: str = ""
    name: str = ""


def explain(error: Exception, setting: str | tuple[str, ...]) -> JobError:
    """Our error for an error of the database, or of a driver that rejects its arguments; `setting` is to be checked."""
    foreign = error.orig if isinstance(error, DBAPIError) else None
    fault = read_fault(foreign) if foreign is not None else Fault(type(error).__name__)
    # PyMySQL gives the same number for every failed connection.
    if fault.code == _UNTRUSTED or isinstance(getattr(foreign, "original_exception", None), ssl.SSLError):
        sentence = "the database's certificate is not trusted."
        return JobError(DATABASE_MISCONFIGURED, "CATALOG_DB", sentence, setting="DB_CA_BUNDLE")
    if fault.code in _FOREIGN_KEY:
        sentence = "the content is not in the database, though the catalogue's API has accepted it."
        return JobError(CONTENT_UNKNOWN, "CATALOG_DB", sentence)
    if not isinstance(error, SQLAlchemyError) or not passes(fault.code, fault.state):
        refusal = f"{fault.code} at {fault.name}" if fault.name else fault.code
        sentence = f"the database refused ({refusal}); check address, rights, tables and character sets."
        return JobError(DATABASE_MISCONFIGURED, "CATALOG_DB", sentence, setting=setting)
    return JobError(DATABASE_UNAVAILABLE, "CATALOG_DB", f"the database could not do it now ({fault.code}).")


def read_fault(error: BaseException) -> Fault:
    """Read a driver's exception."""
    state = getattr(error, "sqlstate", None) or ""
    match error:
        case BaseException(args=(int(number), str(text), *_)):
            return Fault(number, state, find_name(text))
        case BaseException(args=(int(number), *_)):
            return Fault(number, state)
        case _:
            refused = state or _read_refusal(str(error))
            code = refused or getattr(error, "sqlite_errorname", None) or type(error).__name__
            return Fault(code, refused, _find_name(error))


def _find_name(error: BaseException) -> str:
    """The column or constraint as PostgreSQL or SQLite names it; the parts that are read here quote no row."""
    details = getattr(error, "diag", None)
    if details is None:
        return find_name(str(error))
    return details.column_name or details.constraint_name or find_name(details.message_primary or "")


def _read_refusal(text: str) -> str:
    return next((code for part, code in _POSTGRES_REFUSALS.items() if part in text), "")
