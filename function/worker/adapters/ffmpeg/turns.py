"""Which runs of FFmpeg decode at the moment: so many at once, and one that nobody reads from lends its turn."""

from __future__ import annotations

import os
import time
from collections import deque
from contextlib import closing, contextmanager
from threading import Condition
from typing import TYPE_CHECKING

from worker.adapters.throttle import NoTurnError, Throttle

if TYPE_CHECKING:
    from collections.abc import Generator

    from worker.domain.deadlines import Deadline

LEAST_TURNS = 2
"""So that a video on which FFmpeg hangs leaves a turn for the others of its batch."""

CHILDREN_A_TURN = 3
"""Children for each turn: decoding or not, one takes some 50 MB (measured), and what was fetched for it at most 20."""

LENT_AFTER = 1.0
"""Seconds without a reader: a job that waits for its recogniser, whose child fills its pipe and stands still."""

_LOOK = 0.25
"""Seconds after which one who waits looks again at its deadline and at who else waits."""


def count_turns() -> int:
    """One run a processor at once: more would only take memory from each other."""
    return max(LEAST_TURNS, os.cpu_count() or 1)


def make_turns() -> Turns:
    """The turns of one machine."""
    return Turns(count_turns())


def make_places() -> Throttle:
    """The children that one machine has memory for."""
    return Throttle(CHILDREN_A_TURN * count_turns())


class Turns:
    """Shared by the threads of a worker; given in the order in which they were asked for.

    Args:
        at_once: most runs that decode.
        lent_after: seconds without a reader after which a run's turn may go to another one.
    """

    def __init__(self, at_once: int, lent_after: float = LENT_AFTER) -> None:
        self._at_once, self._lent_after = at_once, lent_after
        self._changed = Condition()
        self._queue: deque[object] = deque()
        self._held: dict[object, float | None] = {}
        """Since when nobody reads from a run that holds a turn."""

    @contextmanager
    def turn(self, deadline: Deadline) -> Generator[object]:
        """Wait for a run's turn, and hold it.

        Yields:
            What `lend_between` knows it by.

        Raises:
            NoTurnError: it did not come in time.
        """
        turn = object()
        self._take(turn, deadline)
        try:
            yield turn
        finally:
            with self._changed:
                self._held.pop(turn, None)
                self._changed.notify_all()

    def lend_between(self, pieces: Generator[bytes], turn: object, deadline: Deadline) -> Generator[bytes]:
        """Hand on what a run gives; its turn may be lent while nobody asks for more.

        Raises:
            NoTurnError: the turn was lent, and none came in time.
        """
        with closing(pieces):
            for piece in pieces:
                with self._changed:
                    self._held[turn] = time.monotonic()
                yield piece
                self._take(turn, deadline)

    def _take(self, turn: object, deadline: Deadline) -> None:
        with self._changed:
            if turn not in self._held:
                self._line_up(turn, deadline)
            self._held[turn] = None

    def _line_up(self, turn: object, deadline: Deadline) -> None:
        self._queue.append(turn)
        try:
            while self._queue[0] is not turn or not self._find_room():
                if not deadline.left():
                    raise NoTurnError
                self._changed.wait(deadline.cap(_LOOK))
        finally:
            self._queue.remove(turn)
            self._changed.notify_all()

    def _find_room(self) -> bool:
        if len(self._held) < self._at_once:
            return True
        latest = time.monotonic() - self._lent_after
        lent = next((turn for turn, since in self._held.items() if since is not None and since <= latest), None)
        if lent is None:
            return False
        del self._held[lent]
        return True
