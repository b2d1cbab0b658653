"""Which runs of FFmpeg decode now: so many at once, and an idle run lends its turn."""

from __future__ import annotations

import time
from collections import deque
from contextlib import closing, contextmanager
from threading import Condition
from typing import TYPE_CHECKING

from worker.adapters.calls.throttle import NoTurnError
from worker.jobs.deadline import LOOK_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from worker.jobs.deadline import Deadline

LENT_AFTER = 1.0
"""Seconds a run may idle (its job waits for the recogniser, or its source sends nothing) before its turn is lent."""


class Turns:
    """Shared by the threads of a worker; turns are given in the order of the requests.

    Args:
        at_once: most runs that decode.
        lent_after: idle seconds after which a run's turn may go to another run.
    """

    def __init__(self, at_once: int, lent_after: float = LENT_AFTER) -> None:
        self._at_once, self._lent_after = at_once, lent_after
        self._changed = Condition()
        self._queue: deque[object] = deque()
        self._held: dict[object, float | None] = {}
        """Since when each run that holds a turn has been idle; None if it is not."""

    @contextmanager
    def turn(self, deadline: Deadline) -> Generator[object]:
        """Wait for a run's turn, and hold it.

        Yields:
            The turn, for `lend_between`.

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

    def lend_between(
        self, pieces: Generator[bytes], turn: object, deadline: Deadline, starved: Callable[[], bool]
    ) -> Generator[bytes]:
        """Pass on a run's output; its turn may be lent while the caller asks for no more, or the source gives nothing.

        Args:
            pieces: the output; an empty piece says that nothing came for a moment, and is not passed on.
            turn: from `turn`.
            deadline: until when to wait for another turn after a loan.
            starved: whether the run waits for its source.

        Raises:
            NoTurnError: the turn was lent, and no other came in time.
        """
        with closing(pieces):
            for piece in pieces:
                if not piece and starved():
                    self._rest(turn)
                    continue
                if piece:
                    self._rest(turn)
                    yield piece
                self._take(turn, deadline)

    def _rest(self, turn: object) -> None:
        with self._changed:
            if turn in self._held and self._held[turn] is None:
                self._held[turn] = time.monotonic()

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
                self._changed.wait(deadline.cap(LOOK_SECONDS))
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
