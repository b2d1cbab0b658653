"""Writes a video into a child's standard input, while another thread reads the output.

It knows who is to blame if the time runs out: the source or FFmpeg.
"""

from __future__ import annotations

import os
from contextlib import closing, suppress
from contextvars import copy_context
from threading import Thread
from typing import TYPE_CHECKING, Self

from worker.jobs.errors import FFMPEG_OUT_OF_TIME, SOURCE_OUT_OF_TIME, JobError

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Generator


class Feeder:
    """Feeds a child until it has enough, has ended, or the source fails; then closes the pipe.

    Attributes:
        failure: why the source failed. To the child this is the end of the video.
        waiting: the feeder now waits for the source, not for the child.
    """

    def __init__(self, child: subprocess.Popen[bytes], pieces: Generator[bytes]) -> None:
        self.failure: BaseException | None = None
        self.waiting = True
        self._pieces = pieces
        assert child.stdin is not None  # noqa: S101 - started with a pipe; tells the type checker
        # Its own descriptor, because another thread closes that of the child's object.
        self._pipe = os.dup(child.stdin.fileno())
        child.stdin.close()

    def start(self) -> Self:
        """Start the thread."""
        Thread(target=copy_context().run, args=(self._run,), name="feeder", daemon=True).start()
        return self

    def _run(self) -> None:
        try:
            with suppress(BrokenPipeError), closing(self._pieces):
                self._feed()
        except BaseException as error:  # noqa: BLE001 - raised again where the child's end is read
            self.failure = error
        finally:
            os.close(self._pipe)

    def _feed(self) -> None:
        for piece in self._pieces:
            self.waiting = False
            rest = memoryview(piece)
            while rest:
                rest = rest[os.write(self._pipe, rest) :]
            self.waiting = True
        self.waiting = False


def is_starved(feeder: Feeder | None) -> bool:
    """Whether a run waits for its source; one without a feeder never does."""
    return feeder is not None and feeder.waiting


def explain_no_turn(*, fed: bool) -> JobError:
    """The error for no turn in time; a video that is `fed` was not fetched either."""
    if fed:
        return JobError(SOURCE_OUT_OF_TIME, "DOWNLOAD", "no time was left for it.")
    return JobError(FFMPEG_OUT_OF_TIME, "FFMPEG", "no time was left for it.")


def explain_timeout(allowed: float, feeder: Feeder | None) -> JobError:
    """The error for a run that used its `allowed` seconds."""
    if is_starved(feeder):
        return JobError(SOURCE_OUT_OF_TIME, "DOWNLOAD", "the video did not arrive in the time left.")
    return JobError(FFMPEG_OUT_OF_TIME, "FFMPEG", f"it did not end within {allowed:.0f} s.")
