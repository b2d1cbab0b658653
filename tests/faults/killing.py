"""Killing a worker from outside: after some time, or at some system call."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import contextmanager, suppress
from threading import Timer
from typing import TYPE_CHECKING

from tests.hostile.tracing import STRACE, is_available

if TYPE_CHECKING:
    from collections.abc import Generator

    from tests.faults.trouble import Trouble


def thaw(pid: int) -> None:
    """Let a frozen process go on."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)


@contextmanager
def killed_somewhere(pid: int, trouble: Trouble) -> Generator[None]:
    """Have a worker killed after some time, or at some system call of one of its threads or children."""
    after = trouble.killed_after
    if trouble.syscall is not None and is_available():
        with _traced(pid, trouble.syscall):
            yield
        return
    killing = Timer(after or 0, _kill, (pid,))
    if after is not None:
        killing.start()
    try:
        yield
    finally:
        killing.cancel()


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@contextmanager
def _traced(pid: int, syscall: int) -> Generator[None]:
    libraries = STRACE.parents[1] / "lib" / f"{os.uname().machine}-linux-gnu"
    command = [str(STRACE), "-f", "-p", str(pid), "-e", f"inject=all:signal=SIGKILL:when={syscall}", "-o", os.devnull]
    environment = {**os.environ, "LD_LIBRARY_PATH": str(libraries)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as tracer:
        assert tracer.stderr is not None
        tracer.stderr.readline()  # "Process ... attached"
        yield
        tracer.terminate()
        tracer.stderr.read()
