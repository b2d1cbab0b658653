"""Runs one program and ends it, with all it started, when whoever started the guard is gone.

A killed demo cannot clean up. Its end of the guard's stdin closes by itself, though, and that is the sign. The guard
adopts the orphans of its program (Lambda's runtime under the emulator, FFmpeg under the runtime), so it finds those in
other process groups and sessions too. Linux only, as the Lambda emulator is; standard library only, since it must start
quickly: `python -I -S guard.py PROGRAM ARGUMENT...`.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

_SET_PARENT_DEATH_SIGNAL = 1
_SET_CHILD_SUBREAPER = 36
_ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def main(command: list[str]) -> int:
    """Run the command to its end or the caller's, whichever comes first.

    Returns:
        The command's exit status; 128 + signal where one ended it.
    """
    process_control = ctypes.CDLL(None).prctl
    process_control(_SET_CHILD_SUBREAPER, 1)
    for ending in _ENDINGS:
        signal.signal(ending, lambda number, _frame: sys.exit(128 + number))
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            # The one case in which the guard cannot do its work is its own sudden end.
            preexec_fn=lambda: process_control(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL),  # noqa: PLW1509 - one thread
        )
        select.select([sys.stdin, os.pidfd_open(child.pid)], [], [])
        return _status(child.poll())
    finally:
        end_descendants()


def end_descendants() -> None:
    """Kill everything below this process, and what that starts meanwhile, until nothing is left."""
    for ending in _ENDINGS:
        signal.signal(ending, signal.SIG_IGN)
    while True:
        for process in _descendants():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        try:
            os.wait()
        except ChildProcessError:
            return


def _descendants() -> list[int]:
    """Process ids below this one, from /proc."""
    parents = dict(_parents())
    found = [os.getpid()]
    for process in found:
        found.extend(child for child, parent in parents.items() if parent == process)
    return found[1:]


def _parents() -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                # The name in parentheses may hold anything; state and parent follow it.
                fields = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
                pairs.append((int(folder.name), int(fields[1])))
    return pairs


def _status(code: int | None) -> int:
    if code is None:
        return 128 + signal.SIGTERM
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
