"""Room for temporary files beside what a run keeps, and no more of it than there are runs."""

from __future__ import annotations

import fcntl
import shutil
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

_NAME = "tmp"
_LOCK = ".in-use"


@contextmanager
def scratch_folder(run: Path) -> Generator[Path]:
    """A new `tmp` in a run's folder, deleted afterwards; first those of killed runs beside it are deleted.

    A run holds a lock that the kernel takes away with the process, so a folder that can be locked is nobody's.
    """
    for lock in run.parent.glob(f"*/{_NAME}/{_LOCK}"):
        with lock.open("a") as file:
            if _locks(file):
                shutil.rmtree(lock.parent, ignore_errors=True)
    folder = run / _NAME
    folder.mkdir()
    with (folder / _LOCK).open("w") as file:
        _locks(file)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _locks(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
