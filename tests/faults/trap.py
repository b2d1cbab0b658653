"""Where a fault waits inside a worker for its moment."""

from __future__ import annotations

import os
import signal
import time
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from tests.faults.fault import Deed, Fault, Point, Side
from tests.handler.canaries import BACKEND_TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

FOR_EVER = 3600


class Trap:
    """Set for one invocation, and springs once; clips pass it from several threads.

    Args:
        tell_hung: called before the worker hangs for ever.
    """

    def __init__(self, tell_hung: Callable[[], object] = bool) -> None:
        self._tell_hung = tell_hung
        self._fault: Fault | None = None
        self._left = 0
        self._lock = Lock()
        self.sprung = False

    def set(self, fault: Fault | None) -> None:
        """Wait for a fault's point to be passed, or for nothing."""
        self._fault, self._left, self.sprung = fault, fault.nth if fault else 0, False

    @contextmanager
    def around(self, point: Point) -> Generator[None]:
        """Pass both sides of a point."""
        self.touch(point, Side.BEFORE)
        yield
        self.touch(point, Side.AFTER)

    def touch(self, point: Point, side: Side) -> None:
        """Pass one side of a point."""
        with self._lock:
            fault = self._fault
            if fault is None or (fault.point, fault.side) != (point, side):
                return
            self._left -= 1
            if self._left:
                return
            self._fault, self.sprung = None, True
        if fault.deed is Deed.HANG:
            self._tell_hung()
        _do(fault.deed)


def _do(deed: Deed) -> None:
    match deed:
        case Deed.KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        case Deed.EXIT:
            os._exit(137)
        case Deed.TERMINATE:
            os.kill(os.getpid(), signal.SIGTERM)
        case Deed.FREEZE:
            os.kill(os.getpid(), signal.SIGSTOP)
        case Deed.DAWDLE:
            time.sleep(2)
        case Deed.HANG:
            time.sleep(FOR_EVER)
        case Deed.RAISE:
            raise RuntimeError(f"a bug that quotes {BACKEND_TOKEN}")
