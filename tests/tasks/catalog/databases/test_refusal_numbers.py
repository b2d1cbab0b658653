"""Which numbers and states of a database pass, and which last."""

from __future__ import annotations

import pytest
from pymysql.constants import ER

from worker.tasks.catalog.adapters.database.refusals import find_name, passes

# Those that a catalogue's statement can meet, or a connection; of each the number, the name and its SQLSTATE.
MYSQL_PASSES = [
    *((number, "08S01") for number in (1042, 1043, 1047, 1053, 1080, 1152, 1158, 1159, 1160, 1161, 1184)),
    *((number, "40001") for number in (1213,)),
    *((number, "70100") for number in (1317, 1927, 1969)),
    *((number, "25006") for number in (1792,)),
    *((number, "HY000") for number in (1020, 1021, 1030, 1105, 1114, 1180, 1205, 1206, 1290, 1412, 1615, 1836)),
    *((number, "HY000") for number in (3024, 3032, 3168, 3169, 3170, 3572, 4031, 9001, 9501, 0)),
    *((number, "42000") for number in (1203, 1226)),
    *((number, "23000") for number in (1022, 1062, 1169, 1586)),
    (1040, "08004"),
    (3101, "40000"),
    *((number, "") for number in (2002, 2003, 2005, 2006, 2013, 2014, 2027, 2055)),
]


@pytest.mark.parametrize(("number", "state"), MYSQL_PASSES)
def test_what_passes_at_a_mysql_is_tried_again(number: int, state: str) -> None:
    assert passes(number, state)


MYSQL_LASTS = [
    (1045, "28000"),
    (1048, "23000"),
    (1130, "HY000"),
    (1153, "08S01"),
    (1251, "08004"),
    (1264, "22003"),
    (1265, "01000"),
    (1364, "HY000"),
    (1366, "22007"),
    (1369, "HY000"),
    (1406, "22001"),
    (1644, "45000"),
    (1862, "HY000"),
    (3159, "HY000"),
    (3819, "HY000"),
    (3955, "HY000"),
    (4025, "23000"),
    (4151, "HY000"),
    (2026, ""),
    (2059, ""),
    (2061, ""),
]


@pytest.mark.parametrize(("number", "state"), MYSQL_LASTS)
def test_what_a_mysql_refuses_for_good_is_not(number: int, state: str) -> None:
    assert not passes(number, state)


def test_of_all_numbers_that_the_driver_knows_few_pass() -> None:
    known = {number for number in vars(ER).values() if isinstance(number, int) and number >= 1000}

    assert len(known) > 400
    assert {number for number in known if passes(number, "HY000")} == {
        number for number, state in MYSQL_PASSES if number in known and not state.startswith(("08", "40", "70"))
    } | {1037, 1038, 1041, 1077, 1078, 1079, 1135, 1181, 1182, 1183, 1192, 1197, 1223, 1297, 1969} - {1251}


CLASSES = {
    True: ("08", "25", "40", "53", "55", "57", "58", "72", "XX"),
    False: (
        *("03", "09", "0A", "0B", "0F", "0L", "0P", "0Z", "20", "21", "22", "23", "24", "26", "27", "28", "2B", "2D"),
        *("2F", "34", "38", "39", "3B", "3D", "3F", "42", "44", "54", "F0", "HV", "P0"),
    ),
}
SINGLE = {"23505": True, "57P04": False, "57014": True, "57P01": True, "25006": True, "40P01": True, "55P03": True}


@pytest.mark.parametrize(
    ("state", "expected"),
    [*((f"{kind}000", expected) for expected, kinds in CLASSES.items() for kind in kinds), *SINGLE.items()],
)
def test_every_class_of_postgresqls_states_passes_or_lasts(state: str, *, expected: bool) -> None:
    assert passes(state, state) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *((name, True) for name in ("BUSY", "BUSY_SNAPSHOT", "LOCKED", "FULL", "IOERR_WRITE", "CONSTRAINT_UNIQUE")),
        *((name, False) for name in ("ERROR", "CANTOPEN", "READONLY_DBMOVED", "NOTADB", "CORRUPT", "PERM", "AUTH")),
        *((name, False) for name in ("CONSTRAINT_NOTNULL", "CONSTRAINT_CHECK", "CONSTRAINT_TRIGGER", "TOOBIG")),
    ],
)
def test_every_kind_of_sqlites_errors_passes_or_lasts(name: str, *, expected: bool) -> None:
    assert passes(f"SQLITE_{name}", "") is expected


@pytest.mark.parametrize("word", ["Error", "OperationalError", "TimeoutError", "ConnectionTimeout"])
def test_what_only_the_driver_says_may_pass(word: str) -> None:
    assert passes(word, "")


@pytest.mark.parametrize(
    ("says", "name"),
    [
        ("Column 'title' cannot be null", "title"),
        ("Field 'studio' doesn't have a default value", "studio"),
        ("Unknown column 'width' in 'field list'", "width"),
        ("Check constraint 'rated' is violated.", "rated"),
        ("CONSTRAINT `contents.age_rating` failed for `catalog`.`contents`", "age_rating"),
        ("Incorrect string value: '\\xED\\x95' for column `catalog`.`contents`.`title` at row 1", "title"),
        ("Incorrect string value: 'for column 'hidden' at row 1' for column 'title' at row 1", "title"),
        ("Truncated incorrect DOUBLE value: 'for column 'hidden''", ""),
        ("INSERT command denied to user 'hidden'@'10.0.0.7' for column 'title' in table 'contents'", ""),
        ('column "width" of relation "video_assets" does not exist', "width"),
        ("NOT NULL constraint failed: contents.title", "title"),
        ("Host '10.0.0.7' is not allowed to connect to this MariaDB server", ""),
    ],
)
def test_of_a_message_only_the_column_is_named(says: str, name: str) -> None:
    assert find_name(says) == name
