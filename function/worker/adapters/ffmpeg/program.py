"""FFmpeg on this machine: one call is one run, whatever the file does to it."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from worker.adapters.ffmpeg.child import start_child
from worker.adapters.ffmpeg.feeder import Feeder
from worker.adapters.ffmpeg.lines import LineKeeper, LineSplitter
from worker.adapters.ffmpeg.pipes import drain
from worker.adapters.ffmpeg.report import WORTH_KEEPING
from worker.adapters.throttle import NoTurnError, Throttle
from worker.domain.errors import Condition, JobError, failure

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    from worker.domain.deadlines import Deadline

P = TypeVar("P")
T = TypeVar("T")


LEAST_TURNS = 2
"""So that a video on which FFmpeg hangs leaves a turn for the others of its batch."""


def make_turns() -> Throttle:
    """One run a processor at once: more would only take memory from each other."""
    return Throttle(max(LEAST_TURNS, os.cpu_count() or 1))


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
    """FFmpeg on this machine: its path, the address space that a run may use (bytes), and the turns that runs take."""

    path: str
    memory_bytes: int
    turns: Throttle = field(default_factory=make_turns)

    def run(
        self,
        arguments: Sequence[str],
        folder: Path,
        deadline: Deadline,
        feed: Generator[bytes] | None = None,
    ) -> Generator[bytes, None, Ended]:
        """Run to the end. Whoever stops asking for output early ends the child.

        Args:
            arguments: everything behind the program's name.
            folder: the workspace, where the child is noted for `end_leftover_child`.
            deadline: when the child is killed.
            feed: what it reads from its standard input.

        Yields:
            Standard output in pieces of at most 64 KiB.

        Returns:
            How it ended, whatever the exit status.

        Raises:
            ExtractionError: no FFmpeg there, no process to be had, or out of time.
            DownloadError: what is fed could not be fetched.
        """
        keeper = LineKeeper(WORTH_KEEPING)
        allowed = deadline.left()
        feeder = None
        try:
            command = (self.path, *arguments)
            with (
                self.turns.turn(deadline, 0),
                start_child(command, folder, self.memory_bytes, allowed, fed=feed is not None) as child,
            ):
                feeder = Feeder(child, feed).start() if feed is not None else None
                yield from drain(child.stdout, child.stderr, LineSplitter(keeper.read).take, deadline)
                status = child.wait(deadline.left())
        except NoTurnError:
            raise _explain_no_start(fed=feed is not None) from None
        except (TimeoutError, subprocess.TimeoutExpired) as error:
            raise _explain_timeout(allowed, feeder) from error
        if feeder is not None and feeder.failure is not None:
            raise feeder.failure
        return Ended(status, keeper.lines)


def _explain_no_start(*, fed: bool) -> JobError:
    if fed:
        return failure(Condition.SOURCE_OUT_OF_TIME, "DOWNLOAD: no time was left to begin it.")
    return failure(Condition.FFMPEG_OUT_OF_TIME, "FFMPEG: no time was left to begin it.")


def _explain_timeout(allowed: float, feeder: Feeder | None) -> JobError:
    if feeder is not None and feeder.waiting:
        return failure(Condition.SOURCE_OUT_OF_TIME, "DOWNLOAD: the video did not arrive in the time left.")
    return failure(Condition.FFMPEG_OUT_OF_TIME, f"FFMPEG: it did not end within {allowed:.0f} s.")


def watch(run: Generator[P, None, T], take: Callable[[P], object] = id) -> T:
    """Go through a run at once.

    Args:
        run: from `FfmpegProgram.run`, or what became of it.
        take: called with each piece of output; what it raises ends the child.

    Returns:
        What the run returned.
    """
    with closing(run):
        while True:
            try:
                piece = next(run)
            except StopIteration as end:
                return end.value
            take(piece)
