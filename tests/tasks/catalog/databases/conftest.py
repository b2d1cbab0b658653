from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine, delete, select

from tests.adapters.naps import Naps
from tests.tasks.catalog.databases.migrating import migrate
from tests.tasks.catalog.databases.servers import has_mariadb, running_mariadb, running_postgres
from worker.tasks.catalog.adapters.database.assets import SqlAssets
from worker.tasks.catalog.adapters.database.engine import DatabaseAddress, make_engine
from worker.tasks.catalog.adapters.database.tables import CONTENTS, VIDEO_ASSETS

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Database:
    """A migrated database: the adapter under test, and a connection of the test's own."""

    url: str
    engine: Engine
    opened: list[SqlAssets] = field(default_factory=list[SqlAssets])

    def assets(self, retries: int = 3, answer_seconds: float = 10) -> SqlAssets:
        """An adapter as another container has it: with a pool of its own."""
        address = DatabaseAddress(self.url, tls=False, answer_seconds=answer_seconds)
        self.opened.append(SqlAssets(address, Naps().policy(retries)))
        return self.opened[-1]

    def empty(self) -> None:
        with self.engine.begin() as connection:
            connection.execute(delete(VIDEO_ASSETS))
            connection.execute(delete(CONTENTS))

    def close(self) -> None:
        for engine in (self.engine, *(assets.engine for assets in self.opened)):
            engine.dispose()
        self.opened.clear()

    def rows(self) -> list[dict[str, Any]]:
        with self.engine.connect() as connection:
            return [dict(row) for row in connection.execute(select(VIDEO_ASSETS)).mappings()]

    def titles(self) -> list[str]:
        with self.engine.connect() as connection:
            return list(connection.scalars(select(CONTENTS.c.title).order_by(CONTENTS.c.id)))

    def add_content(self, content_id: int, title: str = "By the API") -> None:
        with self.engine.begin() as connection:
            connection.execute(CONTENTS.insert().values(id=content_id, title=title))


@pytest.fixture(scope="session")
def mariadb() -> Iterator[Database]:
    if not has_mariadb():
        pytest.skip("MariaDB is not here (scripts/fetch_debian.sh)")
    with running_mariadb() as url:
        yield _migrated(url)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Database]:
    with running_postgres() as url:
        yield _migrated(url)


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return _migrated(f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/catalog.db")


@pytest.fixture(params=["mariadb", "postgresql", "sqlite"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """Each database in turn, empty."""
    found: Database = request.getfixturevalue(request.param)
    found.empty()
    yield found
    found.close()


@pytest.fixture(params=["mariadb", "postgresql"])
def server(request: pytest.FixtureRequest) -> Iterator[Database]:
    """Each database that is a server, empty."""
    found: Database = request.getfixturevalue(request.param)
    found.empty()
    yield found
    found.close()


def _migrated(url: str) -> Database:
    engine = make_engine(DatabaseAddress(url, tls=False))
    migrate(engine)
    engine.dispose()
    return Database(url, engine)
