"""A full disk: all jobs of a worker share one disk, so the end of another job frees space again."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

from worker.jobs.errors import FFMPEG_OUT_OF_DISK, JobError

if TYPE_CHECKING:
    from collections.abc import Generator

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def taking_room(what: str) -> Generator[None]:
    """Wrap code that writes `what` to the disk.

    Raises:
        JobError: FFMPEG_FAILED, the disk is full. Other errors of the disk pass unchanged.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise explain_full(what) from error
        raise


def explain_full(what: str) -> JobError:
    """The error of a disk without space for `what`."""
    return JobError(FFMPEG_OUT_OF_DISK, f"FFMPEG: there was no disk space for {what}.")
