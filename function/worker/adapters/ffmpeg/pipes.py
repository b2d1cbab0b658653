"""Reading a child's pipes, all at once and until a deadline."""

from __future__ import annotations

import os
import selectors
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from worker.domain.deadlines import Deadline

_PIECE = 65_536


def drain(readers: Mapping[IO[bytes] | None, Callable[[bytes], object]], deadline: Deadline) -> None:
    """Read all pipes until each is closed, so that a child never waits for a reader of the other one.

    Args:
        readers: what to call with each piece of a pipe, of at most 64 KiB; an empty piece says that it was closed.
        deadline: when to give up.

    Raises:
        TimeoutError: a pipe is still open at the deadline.
    """
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
