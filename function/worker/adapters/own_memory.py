"""What other processes may see of this one."""

from __future__ import annotations

import ctypes

from worker.telemetry.log import logger

_PR_SET_DUMPABLE = 4  # linux/prctl.h


def close_own_memory() -> None:
    """Stop children of the same user from reading our memory and environment, which hold all our secrets.

    Otherwise a program that a hostile video has taken over could read `/proc/{parent}/environ` (proc(5)). It also means
    no core dumps, and that only root can debug. Children stay readable, because `execve` resets the flag (prctl(2)).
    """
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        logger.warning("Children can read the worker's memory", stage="OPEN_MEMORY", errno=ctypes.get_errno())
