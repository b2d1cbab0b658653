"""FFmpeg on this machine: one call is one run, even if the file crashes it."""

from __future__ import annotations

import signal
import subprocess
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from worker.adapters.calls.throttle import NoTurnError, Throttle
from worker.adapters.ffmpeg.process.capacity import make_places, make_turns, share_memory
from worker.adapters.ffmpeg.process.child import Allowance, start_child
from worker.adapters.ffmpeg.process.feeder import Feeder, explain_no_turn, explain_timeout, is_starved
from worker.adapters.ffmpeg.process.lines import LineKeeper, LineSplitter
from worker.adapters.ffmpeg.process.pipes import drain
from worker.adapters.ffmpeg.process.side import SideFile
from worker.adapters.ffmpeg.process.turns import Turns
from worker.adapters.ffmpeg.report import WORTH_KEEPING
from worker.jobs.errors import FFMPEG_OUT_OF_TIME, JobError

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    from worker.adapters.ffmpeg.process.pipes import Reader
    from worker.jobs.deadline import Deadline

P = TypeVar("P")
T = TypeVar("T")


LINGERING = 5.0
"""Seconds that a child has to end after its last output."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: exit status (negative: the signal that ended it) and the messages worth keeping."""

    status: int
    lines: tuple[str, ...]

    @property
    def killed(self) -> bool:
        """Whether SIGKILL ended it: the machine is the cause (memory), never the video."""
        return self.status == -signal.SIGKILL


@dataclass(frozen=True, slots=True)
class FfmpegProgram:
    """FFmpeg on this machine: its path, and the address space that a run may use (bytes).

    A worker has one, because all its runs share its memory. `places` limits the running children, `turns` those of them
    that decode. A child that still runs `lingering` seconds after its last output is killed. `side` takes a second
    output, which the arguments name: a program that has one is for one run.
    """

    path: str
    memory_bytes: int = field(default_factory=share_memory)
    turns: Turns = field(default_factory=make_turns)
    places: Throttle = field(default_factory=make_places)
    lingering: float = LINGERING
    side: SideFile | None = None

    def run(
        self,
        arguments: Sequence[str],
        folder: Path,
        deadline: Deadline,
        feed: Generator[bytes] | None = None,
        stop: re.Pattern[bytes] | None = None,
    ) -> Generator[bytes, None, Ended]:
        """Run to the end. Closing the generator early ends the child.

        Args:
            arguments: everything after the program's name.
            folder: the workspace, where the child is noted for `end_leftover_child`.
            deadline: when the child is killed.
            feed: what it reads from its standard input.
            stop: a message that ends the child.

        Yields:
            Standard output in pieces of at most 64 KiB.

        Returns:
            How it ended; the exit status is not checked.

        Raises:
            JobError: FFMPEG_FAILED, no FFmpeg, no process available, out of time, or no disk for the second output.
            JobError: S3_DOWNLOAD_FAILED, the feed could not be fetched, or not in time.
            StopError: the message of `stop` came.
        """
        keeper = LineKeeper(WORTH_KEEPING, stop)
        allowed = deadline.left()
        feeder = None
        try:
            command = (self.path, *arguments)
            with (
                self.places.turn(deadline, 0),
                self.turns.turn(deadline) as turn,
                self._start(command, folder, allowed, fed=feed is not None) as child,
            ):
                feeder = Feeder(child, feed).start() if feed is not None else None
                messages = (child.stderr, LineSplitter(keeper.read).split)
                pieces = drain(child.stdout, (messages, *self._read_side()), deadline)
                yield from self.turns.lend_between(pieces, turn, deadline, partial(is_starved, feeder))
                status = child.wait(deadline.cap(self.lingering))
        except NoTurnError:
            raise explain_no_turn(fed=feed is not None) from None
        except TimeoutError as error:
            raise explain_timeout(allowed, feeder) from error
        except subprocess.TimeoutExpired as error:
            raise JobError(FFMPEG_OUT_OF_TIME, "FFMPEG", "it did not end after its output.") from error
        if feeder is not None and feeder.failure is not None:
            raise feeder.failure
        return Ended(status, keeper.lines)

    @contextmanager
    def _start(
        self, command: Sequence[str], folder: Path, seconds: float, *, fed: bool
    ) -> Generator[subprocess.Popen[bytes]]:
        given = (self.side.given,) if self.side else ()
        with start_child(command, folder, Allowance(self.memory_bytes, seconds), fed=fed, given=given) as child:
            if self.side:
                self.side.hand_over()
            yield child

    def _read_side(self) -> tuple[Reader, ...]:
        return ((self.side.pipe, self.side.write),) if self.side else ()


def consume(run: Generator[P, None, T], take: Callable[[P], object] = id) -> T:
    """Consume a run to its end.

    Args:
        run: from `FfmpegProgram.run`, or a generator around it.
        take: called with each piece of output; its exceptions end the child.

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
