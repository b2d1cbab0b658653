"""Writing a video into a child's standard input, beside the thread that reads what comes out."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from contextvars import copy_context
from threading import Thread
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Generator


class Feeder:
    """Feeds a child until it has enough, is gone, or the source fails; closes the pipe then.

    Attributes:
        failure: why the source failed. The child takes that for the end of the video.
        waiting: it is the source that is waited for at the moment, not the child.
    """

    def __init__(self, child: subprocess.Popen[bytes], pieces: Generator[bytes]) -> None:
        self.failure: BaseException | None = None
        self.waiting = True
        self._pieces = pieces
        assert child.stdin is not None  # noqa: S101 - started with a pipe; tells the type checker
        # A descriptor of its own: the one of the child's object is closed by another thread.
        self._pipe = os.dup(child.stdin.fileno())
        child.stdin.close()

    def start(self) -> Self:
        """Begin."""
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
