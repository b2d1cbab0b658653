"""Who works beside whom: a job over which a worker has died is worked on alone.

The jobs of a batch share a process, and one that kills it takes the others along. Back in one batch they would die with
it again, and each would be taken for the one that kills (`delivery.ledger.poison`).
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from threading import Condition
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from worker.jobs.deadline import Deadline


class Isolation:
    """The jobs that a worker has begun; its threads share it."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._jobs = 0
        self._closed = False

    @contextmanager
    def join(self, deadline: Deadline, waiting: Callable[[], object], *, alone: bool) -> Generator[bool]:
        """Be one of them, or the only one, once that can be.

        Args:
            deadline: until when to wait for that.
            waiting: is called where it cannot be at once.
            alone: whether nobody else may work meanwhile.

        Yields:
            Whether it came to that.
        """
        came = self._line_up(deadline, waiting, alone=alone)
        try:
            yield came
        finally:
            if came:
                self._leave()

    def _line_up(self, deadline: Deadline, waiting: Callable[[], object], *, alone: bool) -> bool:
        with self._changed:
            if self._enter(alone=alone):
                return True
        waiting()
        with self._changed:
            return self._changed.wait_for(partial(self._enter, alone=alone), deadline.left())

    def _enter(self, *, alone: bool) -> bool:
        if self._closed or (alone and self._jobs):
            return False
        self._jobs += 1
        self._closed = alone
        return True

    def _leave(self) -> None:
        with self._changed:
            self._jobs -= 1
            self._closed = False
            self._changed.notify_all()
