"""FFmpeg on this machine: one call is one run, whatever the file does to it."""

from __future__ import annotations

import signal
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.child import start_child
from worker.adapters.ffmpeg.lines import LineKeeper, LineSplitter
from worker.adapters.ffmpeg.pipes import drain
from worker.adapters.ffmpeg.report import WORTH_KEEPING
from worker.domain.errors import Condition, failure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from worker.domain.deadlines import Deadline


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
            with start_child((self.path, *arguments), folder, self.memory_bytes, allowed) as child:
                drain({child.stdout: take, child.stderr: LineSplitter(keeper.read).take}, deadline)
                status = child.wait(deadline.left())
        except (TimeoutError, subprocess.TimeoutExpired) as error:
            sentence = f"FFMPEG: it did not end within {allowed:.0f} s."
            raise failure(Condition.FFMPEG_OUT_OF_TIME, sentence) from error
        return Ended(status, keeper.lines)
