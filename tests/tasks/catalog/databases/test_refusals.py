"""What real servers refuse for good, and what passes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tests.builders import a_deadline, an_asset
from worker.jobs.errors import Handling, JobError
from worker.tasks.catalog.adapters.database.faults import explain
from worker.tasks.catalog.content import Content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.tasks.catalog.databases.conftest import Database

KOREAN = Content(None, "column 'secret' at row 1 한국")


@dataclass(frozen=True)
class Change:
    """Of a table, that makes a database refuse what is written; and back."""

    there: str
    back: str
    told: str


CONTENT = {
    "mariadb": {
        "a column of the API's own": Change(
            "ALTER TABLE contents ADD COLUMN studio INT NOT NULL",
            "ALTER TABLE contents DROP COLUMN studio",
            "(1364 at studio)",
        ),
        "a rule": Change(
            "ALTER TABLE contents ADD CONSTRAINT rated CHECK (age_rating <> 'ALL')",
            "ALTER TABLE contents DROP CONSTRAINT rated",
            "(4025 at rated)",
        ),
        "a list of ratings": Change(
            "ALTER TABLE contents MODIFY age_rating ENUM('12', '15')",
            "ALTER TABLE contents MODIFY age_rating VARCHAR(10)",
            "(1265 at age_rating)",
        ),
        "letters of the West": Change(
            "ALTER TABLE contents MODIFY title VARCHAR(255) CHARACTER SET latin1 NOT NULL",
            "ALTER TABLE contents MODIFY title VARCHAR(255) CHARACTER SET utf8mb4 NOT NULL",
            "(1366 at title)",
        ),
        "a short title": Change(
            "ALTER TABLE contents MODIFY title VARCHAR(3) NOT NULL",
            "ALTER TABLE contents MODIFY title VARCHAR(255) NOT NULL",
            "(1406 at title)",
        ),
    },
    "postgresql": {
        "a column of the API's own": Change(
            "ALTER TABLE contents ADD COLUMN studio INT NOT NULL",
            "ALTER TABLE contents DROP COLUMN studio",
            "(23502 at studio)",
        ),
        "a rule": Change(
            "ALTER TABLE contents ADD CONSTRAINT rated CHECK (age_rating <> 'ALL')",
            "ALTER TABLE contents DROP CONSTRAINT rated",
            "(23514 at rated)",
        ),
        "a short title": Change(
            "ALTER TABLE contents ALTER COLUMN title TYPE VARCHAR(3)",
            "ALTER TABLE contents ALTER COLUMN title TYPE VARCHAR(255)",
            "(22001)",
        ),
        "a column of another name": Change(
            "ALTER TABLE contents RENAME COLUMN title TO name",
            "ALTER TABLE contents RENAME COLUMN name TO title",
            "(42703 at title)",
        ),
    },
    "sqlite": {
        "a column of the API's own": Change(
            "ALTER TABLE contents ADD COLUMN studio INT NOT NULL CHECK (studio > 0) DEFAULT 0",
            "ALTER TABLE contents DROP COLUMN studio",
            "(SQLITE_CONSTRAINT_CHECK",
        ),
    },
}
CHANGES = [(kind, name) for kind, changes in CONTENT.items() for name in changes]


@pytest.fixture
def changed(request: pytest.FixtureRequest) -> Iterator[tuple[Database, str]]:
    """A database with one of the changes, and how it is told."""
    kind, name = request.param
    database: Database = request.getfixturevalue(kind)
    database.empty()
    change = CONTENT[kind][name]
    run(database, change.there)
    yield database, change.told
    database.close()
    run(database, change.back)


def run(database: Database, statement: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(statement))
    database.engine.dispose()


@pytest.mark.parametrize("changed", CHANGES, indirect=True, ids=["-".join(change) for change in CHANGES])
def test_what_a_database_refuses_for_good_is_the_deployments_fault_and_named(changed: tuple[Database, str]) -> None:
    database, told = changed
    with pytest.raises(JobError) as caught:
        database.assets().number(KOREAN, an_asset(), a_deadline())

    assert (caught.value.condition.reason, caught.value.setting) == ("database_misconfigured", "DATABASE_URL")
    assert told in caught.value.sentence
    assert not {"secret", "한국", "ALL"} & set(caught.value.sentence.split())


def test_a_number_that_no_column_can_hold_is_the_deployments_fault(mariadb: Database) -> None:
    mariadb.empty()
    mariadb.add_content(42)
    run(mariadb, "ALTER TABLE video_assets MODIFY duration TINYINT NOT NULL")
    try:
        with pytest.raises(JobError) as caught:
            mariadb.assets().record(42, an_asset(seconds=999.0), a_deadline())
    finally:
        mariadb.close()
        run(mariadb, "ALTER TABLE video_assets MODIFY duration INT NOT NULL")

    assert "(1264 at duration)" in caught.value.sentence


def test_an_address_whose_character_set_has_no_korean_is_the_deployments_fault(mariadb: Database) -> None:
    mariadb.empty()
    latin = type(mariadb)(mariadb.url.replace("utf8mb4", "latin1"), mariadb.engine)
    with pytest.raises(JobError) as caught:
        latin.assets().number(KOREAN, an_asset(), a_deadline())
    latin.close()

    assert (caught.value.handling, caught.value.setting) == (Handling.CONFIGURATION, "DATABASE_URL")


def test_an_option_that_no_driver_knows_is_the_deployments_fault(server: Database) -> None:
    odd = type(server)(f"{server.url}{'&' if '?' in server.url else '?'}nonsense=1", server.engine)
    with pytest.raises(JobError) as caught:
        odd.assets().record(42, an_asset(), a_deadline())
    odd.close()

    assert (caught.value.handling, caught.value.setting) == (Handling.CONFIGURATION, "DATABASE_URL")


READ_ONLY = {
    "mysql": "SET SESSION TRANSACTION READ ONLY",
    "postgresql": "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
}


def test_a_server_that_only_reads_since_a_failover_is_left_for_another_connection(server: Database) -> None:
    server.add_content(42)
    assets = server.assets()
    with assets.engine.begin() as connection:
        connection.execute(text(READ_ONLY[connection.dialect.name]))

    assets.record(42, an_asset(), a_deadline())

    assert len(server.rows()) == 1


def test_a_way_to_sign_in_that_needs_more_than_there_is_is_the_deployments_fault() -> None:
    error = explain(RuntimeError("'cryptography' package is required"), "DATABASE_URL")

    assert (error.handling, error.setting) == (Handling.CONFIGURATION, "DATABASE_URL")
    assert "cryptography" not in error.sentence
