"""Reads a child's pipes, all at once and until a deadline."""

from __future__ import annotations

import os
import selectors
from typing import IO, TYPE_CHECKING

from worker.jobs.deadline import LOOK_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from worker.jobs.deadline import Deadline

_PIECE = 65_536


def drain(
    output: IO[bytes] | None, messages: IO[bytes] | None, read: Callable[[bytes], object], deadline: Deadline
) -> Generator[bytes]:
    """Read two pipes until both are closed, so that a child never waits for a reader of the other one.

    Args:
        output: passed on in pieces of at most 64 KiB.
        messages: given to `read` in such pieces; an empty one says that it was closed.
        read: reads messages.
        deadline: when to give up.

    Yields:
        The output, and an empty piece now and then while none comes. The child waits until more is asked for.

    Raises:
        TimeoutError: a pipe is still open at the deadline.
    """
    with selectors.DefaultSelector() as ready:
        for pipe in (output, messages):
            if pipe is not None:
                ready.register(pipe, selectors.EVENT_READ)
        while ready.get_map():
            if not deadline.left():
                raise TimeoutError
            arrived = ready.select(deadline.cap(LOOK_SECONDS))
            if not arrived:
                yield b""
            for key, _ in arrived:
                piece = os.read(key.fd, _PIECE)
                if not piece:
                    ready.unregister(key.fileobj)
                if key.fileobj is messages:
                    read(piece)
                elif piece:
                    yield piece
