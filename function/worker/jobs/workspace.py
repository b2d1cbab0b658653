"""The scratch folder and the deadline of one job, and the disk that all jobs of a worker share.

Lambda keeps `/tmp` and frozen children after a timeout or a kill, so each invocation first clears what its predecessor
left (docs/sources.md, Lambda and SQS).
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from worker.jobs.deadline import Deadline
from worker.jobs.errors import FFMPEG_OUT_OF_DISK, JobError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator


_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


def scratch_folder() -> Path:
    """The folder that holds the folders of jobs.

    `tempfile.gettempdir` is not used: it writes a file to test the folder, and on a disk that a killed predecessor has
    filled, that fails before anything is cleared.
    """
    return Path(os.environ.get("TMPDIR") or "/tmp") / "clipscribe"  # noqa: S108 - jobs' folders in it are mkdtemp's


@dataclass(frozen=True, slots=True)
class Workspace:
    """A job's own folder, the moment its work must end, and when it began (monotonic seconds).

    A job that had to wait between two invocations began before the first wait.
    """

    folder: Path
    deadline: Deadline
    started: float = field(default_factory=time.monotonic)

    def file(self, name: str) -> Path:
        """A file in the folder, under our own name: never one that an uploader chose."""
        return self.folder / name


@contextmanager
def open_workspace(
    deadline: Deadline, root: Path | None = None, *, started: float | None = None
) -> Generator[Workspace]:
    """Make a folder for one job in `root` (else `scratch_folder()`) and delete it afterwards, whatever the outcome.

    `started` is when the job began, by `time.monotonic`; without it, it begins now.

    Raises:
        JobError: FFMPEG_FAILED, the folder cannot be made.
    """
    folder = _make_folder(root or scratch_folder())
    try:
        yield Workspace(folder, deadline, time.monotonic() if started is None else started)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_folder(root: Path) -> Path:
    try:
        root.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix="job-", dir=root))
    except OSError as error:
        raise JobError(FFMPEG_OUT_OF_DISK, "FFMPEG", "no folder could be made on the scratch disk.") from error


@contextmanager
def taking_room(what: str) -> Generator[None]:
    """Wrap code that writes `what` to the disk.

    Raises:
        JobError: FFMPEG_FAILED, the disk is full; the end of another job frees space. Other errors pass unchanged.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise explain_full(what) from error
        raise


def explain_full(what: str) -> JobError:
    """The error of a disk without space for `what`."""
    return JobError(FFMPEG_OUT_OF_DISK, "FFMPEG", f"there was no disk space for {what}.")


def clear_leftovers(end_child: Callable[[Path], object], root: Path | None = None) -> int:
    """End the children and delete the folders of jobs that were killed.

    Call it only when no job can be running on this machine: at the start of an invocation.

    Args:
        end_child: ends the child process recorded in a job's folder, if it still runs.
        root: where the folders are, else `scratch_folder()`.

    Returns:
        How many folders were found.
    """
    folders = [folder for folder in (root or scratch_folder()).glob("job-*") if folder.is_dir()]
    for folder in folders:
        with contextlib.suppress(OSError):  # a folder that cannot be cleared must not stop the invocation
            end_child(folder)
        shutil.rmtree(folder, ignore_errors=True)
    return len(folders)
