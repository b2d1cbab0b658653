"""Which jobs run in parallel: a job on which a worker has died runs alone.

The jobs of a batch share a process, and a job that kills the process takes the others along. If they came back in one
batch, they would die together again, and each would look like the killer (`delivery.ledger.poison`).
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
    """The jobs that a worker is running; all its threads share this object."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._jobs = 0
        self._closed = False

    @contextmanager
    def enter(self, deadline: Deadline, waiting: Callable[[], object], *, exclusive: bool) -> Generator[bool]:
        """Wait until a job may run, and count it among the running jobs meanwhile.

        Args:
            deadline: until when to wait.
            waiting: called once if the job has to wait.
            exclusive: whether no other job may run meanwhile.

        Yields:
            Whether the job may run.
        """
        entered = self._wait_to_enter(deadline, waiting, exclusive=exclusive)
        try:
            yield entered
        finally:
            if entered:
                self._leave()

    def _wait_to_enter(self, deadline: Deadline, waiting: Callable[[], object], *, exclusive: bool) -> bool:
        with self._changed:
            if self._try_to_enter(exclusive=exclusive):
                return True
        waiting()
        with self._changed:
            return self._changed.wait_for(partial(self._try_to_enter, exclusive=exclusive), deadline.left())

    def _try_to_enter(self, *, exclusive: bool) -> bool:
        if self._closed or (exclusive and self._jobs):
            return False
        self._jobs += 1
        self._closed = exclusive
        return True

    def _leave(self) -> None:
        with self._changed:
            self._jobs -= 1
            self._closed = False
            self._changed.notify_all()
