"""What other programs may see of this one."""

from __future__ import annotations

import ctypes

from worker.telemetry.log import logger

_PR_SET_DUMPABLE = 4  # linux/prctl.h


def close_own_memory() -> None:
    """Keep children of the same user from reading our memory and environment: they hold every secret there is.

    A program that a hostile video has taken over could otherwise read `/proc/{parent}/environ` (proc(5)). It also means
    no core dumps, and debuggers only for root. Children are as open as before, for `execve` sets it back (prctl(2)).
    """
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        logger.warning("Children can read the worker's memory", stage="OPEN_MEMORY", errno=ctypes.get_errno())
