"""Which errors of a database pass with time; any other recurs until someone changes the database or this program.

MySQL and MariaDB give a number and a SQLSTATE, which is often the empty `HY000`; PostgreSQL gives a SQLSTATE, SQLite
the name of a code. Unlisted server errors do not pass: the lists hold what servers, clusters and proxies go through.
"""

from __future__ import annotations

import re

_PASSING_STATES = ("08", "25", "40", "53", "55", "57", "58", "70", "72", "XX")
"""Classes of SQLSTATE: connection, state of the transaction (a standby reads only), rollback, resources, locks,
interruption, system, interruption as MySQL has it, snapshot, internal error (also a pooler's)."""

_LASTING_STATES = frozenset({"57P04"})  # the database was dropped

_UNIQUE = frozenset({1022, 1062, 1169, 1586})
_RESOURCES = frozenset({1021, 1030, 1037, 1038, 1041, 1114, 1135, 1203, 1226, 1637, 1878, 3170})
_LOCKS = frozenset({1020, 1192, 1205, 1206, 1223, 1412, 1615, 1689, 3572})
_STANDBY = frozenset({1290, 1792, 1836})
_ENDS_AND_COMMITS = frozenset({1077, 1078, 1079, 1105, 1180, 1181, 1182, 1183, 1197, 1297, 1815})
_INTERRUPTED = frozenset({1927, 1969, 3024, 3032, 3168, 3169, 4031})
_PASSING_NUMBERS = _UNIQUE | _RESOURCES | _LOCKS | _STANDBY | _ENDS_AND_COMMITS | _INTERRUPTED
# A packet too large, and an unknown way to sign in; their SQLSTATE is that of a connection error.
_LASTING_NUMBERS = frozenset({1153, 1251})
_CLIENT = range(2000, 3000)
# Version, character set, packet size, TLS and ways to sign in.
_LASTING_CLIENT_NUMBERS = frozenset({2007, 2019, 2020, 2026, 2049, 2054, 2059, 2061})
_PROXIES = 9000
"""RDS Proxy (9501: no connection was free), ProxySQL and TiDB number their errors from here."""

_LASTING_WORDS = frozenset({"ProgrammingError", "DataError", "NotSupportedError"})
"""Errors of the driver itself: an option that it does not know, a value that it cannot write."""

_PASSING_IN_SQLITE = tuple(
    f"SQLITE_{name}"
    for name in (
        *("BUSY", "LOCKED", "FULL", "IOERR", "NOMEM", "INTERRUPT", "ABORT", "PROTOCOL", "SCHEMA"),
        *("CONSTRAINT_UNIQUE", "CONSTRAINT_PRIMARYKEY", "CONSTRAINT_ROWID"),
    )
)

_QUOTED = r"[`'\"](?:\w+[`'\"]?\.[`'\"]?)*(?P<name>\w{1,64})[`'\"]"
# Anchored, since the text in between may be a value of the row.
_NAMED = (
    re.compile(rf"(?:Unknown column|Column|column|Field|Check constraint|CONSTRAINT) {_QUOTED}"),
    re.compile(rf"(?s:.*) for column {_QUOTED} at row \d+\Z"),
    re.compile(r"[A-Z ]+ constraint failed: (?:\w+\.)*(?P<name>\w{1,64})\Z"),
)


def passes(code: object, state: str) -> bool:
    """Whether the same statement may succeed later.

    Args:
        code: the number of MySQL, the SQLSTATE of PostgreSQL, the name that SQLite gives; or the driver's own word.
        state: the SQLSTATE, or "".
    """
    if isinstance(code, int):
        return _passes_in_mysql(code, state)
    text = str(code)
    if text.startswith("SQLITE_"):
        return text.startswith(_PASSING_IN_SQLITE)
    if not state:
        return text not in _LASTING_WORDS
    # 23505: another delivery was faster.
    return state == "23505" or (state.startswith(_PASSING_STATES) and state not in _LASTING_STATES)


def _passes_in_mysql(number: int, state: str) -> bool:
    if number in _CLIENT:
        return number not in _LASTING_CLIENT_NUMBERS
    if number in _LASTING_NUMBERS:
        return False
    server = 1000 <= number < _PROXIES  # noqa: PLR2004 - smaller ones are the driver's own
    return not server or number in _PASSING_NUMBERS or state.startswith(_PASSING_STATES)


def is_read_only(code: object) -> bool:
    """Whether a server is read-only, as after a failover that has made it a standby."""
    return code in _STANDBY or code == "25006"


def find_name(text: str) -> str:
    """The column or constraint that a message is about, never a value of the row; "" without one."""
    return next((found["name"] for pattern in _NAMED if (found := pattern.match(text))), "")
