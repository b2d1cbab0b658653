"""The kernel's limits on a child, set from outside right after its start.

A hook between fork and exec would do the same, but is unsafe beside threads and keeps Python from using vfork.
"""

from __future__ import annotations

import contextlib
import math
import os
import resource


def confine(pid: int, memory_bytes: int, seconds: float) -> None:
    """Limit a child's memory, processor time, files and core dumps; limits are only lowered.

    Args:
        pid: the child; nothing happens if it has already ended.
        memory_bytes: address space.
        seconds: wall time; the limit is this much time on every processor, for a child that is not watched.
    """
    cpu_seconds = math.ceil(seconds * (os.cpu_count() or 1)) + 1
    wanted = {
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 32,
        resource.RLIMIT_CORE: 0,
    }
    with contextlib.suppress(ProcessLookupError):
        for kind, value in wanted.items():
            _, hard = resource.prlimit(pid, kind)
            most = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.prlimit(pid, kind, (most, most))
