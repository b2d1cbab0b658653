"""Lines out of a pipe, in bounded memory."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

_LONGEST = 4_096
_MOST = 500


class LineSplitter:
    """Cuts a stream into lines for a reader; a line longer than 4 KiB loses its middle."""

    def __init__(self, read: Callable[[bytes], None]) -> None:
        self._read = read
        self._rest = b""

    def split(self, piece: bytes) -> None:
        """Add a piece, and pass on every complete line."""
        *lines, rest = (self._rest + piece).split(b"\n")
        for line in lines:
            self._read(line)
        self._rest = rest[:_LONGEST]


class StopError(Exception):
    """A line ends the reading."""


class LineKeeper:
    """Keeps the last 500 lines that begin with a pattern.

    Args:
        pattern: of the lines that are kept.
        stop: of a line that ends the reading with a `StopError`.
    """

    def __init__(self, pattern: re.Pattern[bytes], stop: re.Pattern[bytes] | None = None) -> None:
        self._pattern, self._stop = pattern, stop
        self._kept: deque[str] = deque(maxlen=_MOST)

    def read(self, line: bytes) -> None:
        """Keep a line or drop it."""
        if self._stop is not None and self._stop.match(line):
            raise StopError
        if self._pattern.match(line):
            self._kept.append(line[:_LONGEST].decode("utf-8", "replace"))

    @property
    def lines(self) -> tuple[str, ...]:
        """The kept lines, oldest first."""
        return tuple(self._kept)
