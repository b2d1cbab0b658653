"""Debian's MariaDB server, unpacked into .cache: how to make its tables and how to start it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_FOLDER = Path(__file__).parents[4] / ".cache/mariadb"
_SHARE = _FOLDER / "usr/share/mysql"
_SMALL = ("--innodb-log-file-size=8M", "--innodb-flush-log-at-trx-commit=0", "--skip-log-bin")

MARIADB = _FOLDER / "usr/sbin/mariadbd"


def bootstrap_mariadb(folder: Path) -> None:
    """Make the server's own tables and an empty database, as `mariadb-install-db` does."""
    (folder / "data").mkdir()
    system = [(_SHARE / name).read_text() for name in ("mysql_system_tables.sql", "mysql_system_tables_data.sql")]
    script = "\n".join(["create database mysql;", "use mysql;", *system, "create database catalog;", ""])
    command = [*_command(folder), "--bootstrap"]
    subprocess.run(command, input=script.encode(), env=mariadb_environment(), check=True, capture_output=True)


def mariadb_command(folder: Path, port: int) -> tuple[str, ...]:
    """The server on a port of this machine."""
    address = (f"--port={port}", "--bind-address=127.0.0.1", f"--socket={folder}/socket", f"--pid-file={folder}/pid")
    return (*_command(folder), *address)


def mariadb_environment() -> dict[str, str]:
    """Where its libraries are."""
    libraries = sorted({str(path.parent) for path in _FOLDER.rglob("*.so.*")})
    return {"LD_LIBRARY_PATH": ":".join(libraries), "PATH": os.defpath}


def _command(folder: Path) -> tuple[str, ...]:
    user = ("--user=root",) if os.geteuid() == 0 else ()
    return (str(MARIADB), "--no-defaults", *user, f"--datadir={folder}/data", f"--lc-messages-dir={_SHARE}", *_SMALL)
