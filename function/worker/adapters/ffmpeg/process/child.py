"""A child process that cannot outlive, outgrow or spy on its job."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import math
import os
import resource
import signal
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.process.leftovers import forget_child, note_child
from worker.jobs.errors import FFMPEG_KILLED, FFMPEG_MISSING, JobError
from worker.telemetry.log import logger

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

# No credentials of ours and no FFREPORT. Static builds crash on MPEG-TS when they load the host's character tables
# (FFmpeg 7.0.2 and 6.0, measured), which a nonexistent folder prevents.
_ENVIRONMENT = {"LC_ALL": "C", "AV_LOG_FORCE_NOCOLOR": "1", "GCONV_PATH": "/nonexistent"}
_BUSY = frozenset({errno.EAGAIN, errno.ENOMEM, errno.EMFILE, errno.ENFILE})
_PR_SET_DUMPABLE = 4  # linux/prctl.h


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a child may use: address space in bytes, and seconds."""

    memory_bytes: int
    seconds: float


@contextlib.contextmanager
def start_child(
    command: Sequence[str], folder: Path, allowance: Allowance, *, fed: bool = False, given: Sequence[int] = ()
) -> Generator[subprocess.Popen[bytes]]:
    """Start a confined child in its own session, with a note of it. It is always gone afterwards.

    Args:
        command: program and arguments.
        folder: the workspace, where the child is noted for `end_leftover_child`.
        allowance: what it may use.
        fed: whether it gets a pipe for its standard input, too.
        given: further descriptors of ours that it gets, under the same numbers.

    Yields:
        The child, with pipes for its standard output and messages.

    Raises:
        JobError: FFMPEG_FAILED, no such program, or no process available.
    """
    try:
        child = subprocess.Popen(  # noqa: S603 - the program is the deployment's choice, the arguments are ours
            command,
            stdin=subprocess.PIPE if fed else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_ENVIRONMENT,
            start_new_session=True,
            pass_fds=given,
        )
    except OSError as error:
        raise _explain(error) from error
    with child:
        try:
            confine(child.pid, allowance.memory_bytes, allowance.seconds)
            note_child(folder, child.pid)
            yield child
        finally:
            _end(child)
            forget_child(folder)


def confine(pid: int, memory_bytes: int, seconds: float) -> None:
    """Let the kernel limit a child's memory, processor time, files and core dumps; limits are only lowered.

    A hook between fork and exec would do the same, but is unsafe beside threads and keeps Python from using vfork.

    Args:
        pid: the child; nothing happens if it has already ended.
        memory_bytes: address space.
        seconds: wall time; CPU time is limited to this on every processor, in case nobody watches the child.
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


def close_own_memory() -> None:
    """Stop children of the same user from reading our memory and environment, which hold all our secrets.

    Otherwise a program that a hostile video has taken over could read `/proc/{parent}/environ` (proc(5)). It also means
    no core dumps, and that only root can debug. Children stay readable, because `execve` resets the flag (prctl(2)).
    """
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        logger.warning("Children can read the worker's memory", stage="OPEN_MEMORY", errno=ctypes.get_errno())


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the child's whole session unless it has already been waited for."""
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _explain(error: OSError) -> JobError:
    if error.errno in _BUSY:
        return JobError(FFMPEG_KILLED, "FFMPEG", "there was no memory or process left to start it.")
    return JobError(FFMPEG_MISSING, "FFMPEG", "the program could not be started.", setting="FFMPEG_PATH")
