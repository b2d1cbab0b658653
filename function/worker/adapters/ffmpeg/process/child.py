"""A child process that cannot outlive, outgrow or spy on its job."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import subprocess
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.process.leftovers import forget_child, note_child
from worker.adapters.ffmpeg.process.limits import confine
from worker.jobs.errors import FFMPEG_KILLED, FFMPEG_MISSING, JobError

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

# No credentials of ours and no FFREPORT. Static builds crash on MPEG-TS when they load the host's character tables
# (FFmpeg 7.0.2 and 6.0, measured), which a nonexistent folder prevents.
_ENVIRONMENT = {"LC_ALL": "C", "AV_LOG_FORCE_NOCOLOR": "1", "GCONV_PATH": "/nonexistent"}
_BUSY = frozenset({errno.EAGAIN, errno.ENOMEM, errno.EMFILE, errno.ENFILE})


@contextlib.contextmanager
def start_child(
    command: Sequence[str], folder: Path, memory_bytes: int, seconds: float, *, fed: bool = False
) -> Generator[subprocess.Popen[bytes]]:
    """Start a confined child in its own session, with a note of it. It is always gone afterwards.

    Args:
        command: program and arguments.
        folder: the workspace, where the child is noted for `end_leftover_child`.
        memory_bytes: address space that it may use.
        seconds: time that it may take.
        fed: whether it gets a pipe for its standard input, too.

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
        )
    except OSError as error:
        raise _explain(error) from error
    with child:
        try:
            confine(child.pid, memory_bytes, seconds)
            note_child(folder, child.pid)
            yield child
        finally:
            _end(child)
            forget_child(folder)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the child's whole session unless it has already been waited for."""
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _explain(error: OSError) -> JobError:
    if error.errno in _BUSY:
        return JobError(FFMPEG_KILLED, "FFMPEG: there was no memory or process left to start it.")
    return JobError(FFMPEG_MISSING, "FFMPEG: the program could not be started.", setting="FFMPEG_PATH")
