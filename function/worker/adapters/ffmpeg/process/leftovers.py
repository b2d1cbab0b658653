"""The child of a killed predecessor: noted in the workspace, killed at the next start.

Its standard output is a pipe to us, so it usually dies of EPIPE at its next write. This is for a child that never
writes again.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
from pathlib import Path

_NOTE = "ffmpeg.pid"
_START_TIME = 19  # field 22 of /proc/PID/stat, counted from the one after the program's name (proc_pid_stat(5))
_MILLISECONDS_TO_DIE = 2_000


def note_child(folder: Path, pid: int) -> None:
    """Write down a child's id and its start time, which distinguishes it from a later process with the same id."""
    # If the disk is too full for a note, the decoding soon fails with a better reason.
    with contextlib.suppress(OSError):
        (folder / _NOTE).write_text(f"{pid} {_start_time(pid)}", encoding="ascii")


def forget_child(folder: Path) -> None:
    """Remove the note of a child that has ended."""
    (folder / _NOTE).unlink(missing_ok=True)


def end_leftover_child(folder: Path) -> bool:
    """Kill the child that a killed predecessor left behind in its workspace, and wait until it is gone.

    Args:
        folder: the workspace; its note may be missing or unreadable.

    Returns:
        Whether a process was killed. Another process with the same id is not touched.
    """
    try:
        pid, started = map(int, (folder / _NOTE).read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return False
    # A process that cannot be killed (gone, or another user's) must not stop the job that is about to start.
    with contextlib.suppress(OSError):
        return _end(pid, started)
    return False


def _end(pid: int, started: int) -> bool:
    """Kill through a handle that is opened before the start time is compared, so that a recycled id is never hit."""
    handle = os.pidfd_open(pid)
    try:
        if _start_time(pid) != started:
            return False
        signal.pidfd_send_signal(handle, signal.SIGKILL)
        gone = select.poll()
        gone.register(handle, select.POLLIN)
        gone.poll(_MILLISECONDS_TO_DIE)
        return True
    finally:
        os.close(handle)


def _start_time(pid: int) -> int:
    """Clock ticks between boot and the process's start."""
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    return int(stat.rpartition(")")[2].split()[_START_TIME])
