"""The scratch folder and the time left of one job.

Lambda keeps `/tmp` and frozen children after a timeout or a kill, so each invocation begins by clearing what a
predecessor left (docs/sources.md, Lambda and SQS).
"""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from worker.domain.deadlines import Deadline

if TYPE_CHECKING:
    from collections.abc import Callable, Generator


def scratch_folder() -> Path:
    """Where jobs' folders are. Asked for at each use: finding out writes to the disk, and nothing runs at import."""
    return Path(tempfile.gettempdir()) / "clipscribe"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A job's own folder, the moment its work must end, and when it began (monotonic seconds)."""

    folder: Path
    deadline: Deadline
    started: float = field(default_factory=time.monotonic)

    def file(self, name: str) -> Path:
        """A file in the folder, under our own name: never one that an uploader chose."""
        return self.folder / name


@contextmanager
def open_workspace(deadline: Deadline, root: Path | None = None) -> Generator[Workspace]:
    """Make a folder for one job in `root` (else `scratch_folder()`) and delete it afterwards, whatever the outcome."""
    root = root or scratch_folder()
    root.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="job-", dir=root))
    try:
        yield Workspace(folder, deadline)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_leftovers(end_child: Callable[[Path], object], root: Path | None = None) -> int:
    """End the children and delete the folders of jobs that were killed.

    Call it only where no job of this machine can be running: at the start of an invocation.

    Args:
        end_child: ends the child process recorded in a job's folder, if it still runs.
        root: where the folders are, else `scratch_folder()`.

    Returns:
        How many folders were found.
    """
    folders = [folder for folder in (root or scratch_folder()).glob("job-*") if folder.is_dir()]
    for folder in folders:
        end_child(folder)
        shutil.rmtree(folder, ignore_errors=True)
    return len(folders)
