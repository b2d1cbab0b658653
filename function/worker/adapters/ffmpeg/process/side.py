"""A second output of a run, for a file: the child may write no file, so the worker writes what comes through a pipe."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO

from worker.jobs.workspace import taking_room

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


class SideFile:
    """The pipe of one run, and the file that its bytes go to.

    Attributes:
        pipe: the end that the worker reads, for `drain`.
        given: the end that the child writes.
    """

    def __init__(self, file: BinaryIO, what: str) -> None:
        self._file, self._what = file, what
        pipe, self.given = os.pipe()
        self.pipe = os.fdopen(pipe, "rb", buffering=0)

    @property
    def address(self) -> str:
        """What FFmpeg's arguments call it."""
        return f"pipe:{self.given}"

    def hand_over(self) -> None:
        """Close our copy of the child's end, so that the pipe ends with the child. Harmless a second time."""
        given, self.given = self.given, -1
        with suppress(OSError):
            os.close(given)

    def write(self, piece: bytes) -> None:
        """Write to the file.

        Raises:
            JobError: FFMPEG_FAILED, the disk is full.
        """
        with taking_room(self._what):
            self._file.write(piece)


@contextmanager
def open_side_file(path: Path, what: str) -> Generator[SideFile]:
    """Make the file, or empty it, for one run of a program.

    Args:
        path: in the workspace.
        what: what it is, for the error of a full disk.

    Raises:
        JobError: FFMPEG_FAILED, the disk is full.
    """
    with taking_room(what), path.open("wb") as file:
        side = SideFile(file, what)
        try:
            yield side
        finally:
            side.hand_over()
            side.pipe.close()
