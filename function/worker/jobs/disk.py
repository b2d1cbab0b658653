"""A full disk: all jobs of a worker share one, so that another job's end leaves room again."""

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
    """Write `what` to the disk in here.

    Raises:
        JobError: FFMPEG_FAILED, the disk is full. Other errors of it stay what they are.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise explain_full(what) from error
        raise


def explain_full(what: str) -> JobError:
    """There is no room for `what` now."""
    return JobError(FFMPEG_OUT_OF_DISK, f"FFMPEG: there was no disk space for {what}.")
