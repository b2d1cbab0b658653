"""Addresses, encryption and signing in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url, text

from tests.adapters.listener import Connection, Listener
from tests.adapters.naps import Naps
from tests.builders import a_deadline, an_asset
from tests.tasks.catalog.databases.servers import has_mariadb, running_mariadb
from worker.jobs.errors import Handling, JobError
from worker.tasks.catalog.adapters.database.assets import SqlAssets
from worker.tasks.catalog.adapters.database.engine import DatabaseAddress, compose_url, make_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.tasks.catalog.databases.conftest import Database

TLS = Path(__file__).parents[3] / "adapters" / "tls"
CERTIFICATE, AUTHORITY = TLS / "localhost.pem", TLS / "authority.pem"

SSL_REQUEST = 8
"""Bytes; what a client of PostgreSQL asks first."""


@pytest.fixture(scope="module")
def encrypted() -> Iterator[str]:
    """A MariaDB with a certificate for localhost, and a user whose password is a token over TLS."""
    if not has_mariadb():
        pytest.skip("MariaDB is not here (scripts/fetch_debian.sh)")
    with running_mariadb(f"--ssl-cert={CERTIFICATE}", f"--ssl-key={CERTIFICATE}") as url:
        engine = make_engine(DatabaseAddress(url, tls=False))
        with engine.begin() as connection:
            connection.execute(text("CREATE USER 'worker'@'localhost' IDENTIFIED BY 'token-1' REQUIRE SSL"))
            connection.execute(text("CREATE USER 'worker'@'127.0.0.1' IDENTIFIED BY 'token-1' REQUIRE SSL"))
            connection.execute(text("GRANT ALL ON catalog.* TO 'worker'@'localhost', 'worker'@'127.0.0.1'"))
        engine.dispose()
        yield url


def sign_in(address: DatabaseAddress) -> str:
    """Connect, and tell the cipher."""
    engine = make_engine(address)
    try:
        with engine.connect() as connection:
            return connection.execute(text("SHOW STATUS LIKE 'Ssl_cipher'")).one()[1]
    finally:
        engine.dispose()


def at_localhost(url: str, user: str = "root") -> str:
    return make_url(url).set(host="localhost", username=user).render_as_string(hide_password=False)


def test_a_connection_is_encrypted(encrypted: str) -> None:
    assert sign_in(DatabaseAddress(at_localhost(encrypted), tls=True, ca_bundle=str(AUTHORITY))).startswith("TLS_")


def fail(address: DatabaseAddress) -> JobError:
    with pytest.raises(JobError) as caught:
        SqlAssets(address, Naps().policy(0)).record(1, an_asset(), a_deadline())
    return caught.value


def test_a_certificate_of_an_unknown_authority_is_refused(encrypted: str) -> None:
    error = fail(DatabaseAddress(at_localhost(encrypted), tls=True))

    assert (error.handling, error.setting) == (Handling.CONFIGURATION, "DB_CA_BUNDLE")


def test_each_connection_signs_in_with_a_token_of_its_own(encrypted: str) -> None:
    tokens = iter(["token-1", "token-2"])
    url = at_localhost(encrypted, "worker")
    engine = make_engine(DatabaseAddress(url, tls=True, ca_bundle=str(AUTHORITY), make_token=lambda: next(tokens)))
    with engine.connect():
        pass
    engine.dispose()

    assert list(tokens) == ["token-2"]


def test_a_wrong_password_is_the_deployments_fault(encrypted: str) -> None:
    address = DatabaseAddress(at_localhost(encrypted, "nobody"), tls=False, setting=("DB_HOST", "DB_USER"))

    error = fail(address)

    assert (error.handling, error.setting) == (Handling.CONFIGURATION, "DB_HOST, DB_USER")
    assert "nobody" not in error.sentence


@pytest.mark.parametrize("url", ["", "nonsense", "oracle://host/name", "mysql://host:port/name", "http://host/"])
def test_an_address_of_no_known_database_is_named_and_not_quoted(url: str) -> None:
    with pytest.raises(JobError) as caught:
        make_engine(DatabaseAddress(url, tls=False))

    assert (caught.value.handling, caught.value.setting) == (Handling.CONFIGURATION, "DATABASE_URL")
    assert not url or url not in caught.value.sentence


def test_an_address_is_put_together_of_any_characters() -> None:
    url = make_url(compose_url("proxy.example", 3306, "user@corp", "p:a/s?s#w%r d", "ott_db"))

    assert (url.host, url.port, url.database) == ("proxy.example", 3306, "ott_db")
    assert (url.username, url.password) == ("user@corp", "p:a/s?s#w%r d")


def test_a_server_that_is_not_there_may_come_back() -> None:
    error = fail(DatabaseAddress("mysql://root@127.0.0.1:9/name", tls=False))

    assert (error.condition.reason, error.handling) == ("database_unavailable", Handling.RETRYABLE)


@pytest.mark.parametrize(("user", "name"), [("catalog", "nowhere"), ("nobody", "postgres")])
def test_a_refused_connection_to_postgresql_is_the_deployments_fault(
    postgresql: Database, user: str, name: str
) -> None:
    url = make_url(postgresql.url).set(username=user, database=name)

    error = fail(DatabaseAddress(url.render_as_string(hide_password=False), tls=False))

    assert (error.handling, error.setting) == (Handling.CONFIGURATION, "DATABASE_URL")
    assert "nowhere" not in error.sentence
    assert "nobody" not in error.sentence


def test_a_postgresql_without_encryption_is_the_deployments_fault(postgresql: Database) -> None:
    assert fail(DatabaseAddress(postgresql.url, tls=True)).handling is Handling.CONFIGURATION


@pytest.mark.parametrize(
    ("says", "handling"),
    [
        ('password authentication failed for user "worker"', Handling.CONFIGURATION),
        ('no pg_hba.conf entry for host "10.0.0.7", user "worker", database "catalog"', Handling.CONFIGURATION),
        ('permission denied for database "catalog"', Handling.CONFIGURATION),
        ("sorry, too many clients already", Handling.RETRYABLE),
        ("the database system is starting up", Handling.RETRYABLE),
    ],
)
def test_what_postgresql_says_to_a_connection_tells_whether_it_may_pass(says: str, handling: Handling) -> None:
    def refuse(connection: Connection) -> None:
        if len(connection.socket.recv(4096)) == SSL_REQUEST:
            connection.send(b"N")
            connection.socket.recv(4096)
        told = b"SFATAL\0VFATAL\0CXX000\0M" + says.encode() + b"\0\0"
        connection.send(b"E" + (len(told) + 4).to_bytes(4) + told)

    with Listener(refuse) as server:
        error = fail(DatabaseAddress(f"postgresql://worker@127.0.0.1:{server.port}/catalog", tls=False))

    assert error.handling is handling


def test_a_postgresql_of_an_unknown_authority_is_refused() -> None:
    def encrypt(connection: Connection) -> None:
        connection.socket.recv(4096)
        connection.send(b"S")
        connection.start_tls()

    with Listener(encrypt) as server:
        error = fail(DatabaseAddress(f"postgresql://worker@localhost:{server.port}/catalog", tls=True))

    assert (error.handling, error.setting) == (Handling.CONFIGURATION, "DB_CA_BUNDLE")
