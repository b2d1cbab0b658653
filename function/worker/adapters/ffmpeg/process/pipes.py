"""Reads a child's pipes, all at once and until a deadline."""

from __future__ import annotations

import os
import selectors
from collections.abc import Callable
from typing import IO, TYPE_CHECKING

from worker.jobs.deadline import LOOK_SECONDS

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from worker.jobs.deadline import Deadline

_PIECE = 65_536


Reader = tuple[IO[bytes] | None, Callable[[bytes], object]]
"""A pipe, and what takes its pieces of at most 64 KiB; an empty one says that it was closed."""


def drain(output: IO[bytes] | None, readers: Iterable[Reader], deadline: Deadline) -> Generator[bytes]:
    """Read all pipes of a child until they are closed, so that it never waits for a reader of another one.

    Args:
        output: passed on in pieces of at most 64 KiB.
        readers: the other pipes.
        deadline: when to give up.

    Yields:
        The output, and an empty piece now and then while none comes. The child waits until more is asked for.

    Raises:
        TimeoutError: a pipe is still open at the deadline.
    """
    with selectors.DefaultSelector() as ready:
        for pipe, read in ((output, None), *readers):
            if pipe is not None:
                ready.register(pipe, selectors.EVENT_READ, read)
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
                if key.data is not None:
                    key.data(piece)
                elif piece:
                    yield piece
