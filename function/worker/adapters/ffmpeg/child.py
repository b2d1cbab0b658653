"""One run of FFmpeg as a child process that cannot outlive, outgrow or outtalk its job."""

from __future__ import annotations

import contextlib
import errno
import os
import selectors
import signal
import subprocess
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from worker.adapters.ffmpeg.leftovers import forget_child, note_child
from worker.adapters.ffmpeg.limits import confine
from worker.adapters.ffmpeg.lines import LineKeeper, LineSplitter
from worker.adapters.ffmpeg.report import WORTH_KEEPING
from worker.domain.errors import Condition, JobError, failure

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from pathlib import Path

    from worker.domain.deadlines import Deadline

_PIECE = 65_536
# No credentials of ours and no FFREPORT. Static builds crash on MPEG-TS when they load the host's character tables
# (FFmpeg 7.0.2 and 6.0, measured), which a folder that does not exist prevents.
_ENVIRONMENT = {"LC_ALL": "C", "AV_LOG_FORCE_NOCOLOR": "1", "GCONV_PATH": "/nonexistent"}
_BUSY = frozenset({errno.EAGAIN, errno.ENOMEM, errno.EMFILE, errno.ENFILE})


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: exit status (negative: the signal that ended it) and the messages worth keeping."""

    status: int
    lines: tuple[str, ...]

    @property
    def killed(self) -> bool:
        """Whether SIGKILL ended it, which is the machine's doing (memory) and never the video's."""
        return self.status == -signal.SIGKILL


@dataclass(frozen=True, slots=True)
class FfmpegProgram:
    """FFmpeg on this machine: its path, and the address space that a run may use, in bytes."""

    path: str
    memory_bytes: int

    def run(
        self, arguments: Sequence[str], folder: Path, deadline: Deadline, take: Callable[[bytes], object] = len
    ) -> Ended:
        """Run to the end, handing on standard output in pieces of at most 64 KiB.

        Args:
            arguments: everything behind the program's name.
            folder: the workspace, where the child is noted for `end_leftover_child`.
            deadline: when the child is killed.
            take: called with each piece; what it raises ends the child.

        Returns:
            How it ended, whatever the exit status.

        Raises:
            ExtractionError: no FFmpeg there, no process to be had, or out of time.
        """
        keeper = LineKeeper(WORTH_KEEPING)
        allowed = deadline.left()
        try:
            with self._start(arguments, folder, allowed) as child:
                _drain({child.stdout: take, child.stderr: LineSplitter(keeper.read).take}, deadline)
                status = child.wait(deadline.left())
        except (TimeoutError, subprocess.TimeoutExpired) as error:
            sentence = f"FFmpeg did not end within {allowed:.0f} s."
            raise failure(Condition.FFMPEG_OUT_OF_TIME, sentence) from error
        return Ended(status, keeper.lines)

    @contextlib.contextmanager
    def _start(self, arguments: Sequence[str], folder: Path, seconds: float) -> Generator[subprocess.Popen[bytes]]:
        """A confined, noted child in a session of its own; whatever happens, it is gone afterwards."""
        try:
            child = subprocess.Popen(  # noqa: S603 - the program is the deployment's, the arguments are ours
                [self.path, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=_ENVIRONMENT,
                start_new_session=True,
            )
        except OSError as error:
            raise _explain(error) from error
        with child:
            try:
                confine(child.pid, self.memory_bytes, seconds)
                note_child(folder, child.pid)
                yield child
            finally:
                _end(child)
                forget_child(folder)


def _drain(readers: Mapping[IO[bytes] | None, Callable[[bytes], object]], deadline: Deadline) -> None:
    """Read all pipes until each is closed; TimeoutError when that takes too long."""
    with selectors.DefaultSelector() as ready:
        for pipe, read in readers.items():
            if pipe is not None:
                ready.register(pipe, selectors.EVENT_READ, read)
        while ready.get_map():
            if not deadline.left():
                raise TimeoutError
            for key, _ in ready.select(deadline.left()):
                piece = os.read(key.fd, _PIECE)
                key.data(piece)
                if not piece:
                    ready.unregister(key.fileobj)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the child's whole session unless it has already been waited for."""
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _explain(error: OSError) -> JobError:
    if error.errno in _BUSY:
        return failure(Condition.FFMPEG_KILLED, "There was no memory or process left to start FFmpeg.")
    return failure(Condition.FFMPEG_MISSING, "FFmpeg could not be started.", setting="FFMPEG_PATH")
