"""Waiting for the other side, never for ever."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from local.problem import ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable

_PAUSE_SECONDS = 0.05


class OverdueError(ProblemError):
    """Something did not come in time; the message says what, after how long, and where to look."""


def wait_for(ready: Callable[[], bool], seconds: float, overdue: str) -> None:
    """Wait until something holds.

    Args:
        ready: Asked again and again, at least once.
        seconds: How long.
        overdue: What to say where it does not hold by then.

    Raises:
        OverdueError: It does not.
    """
    last = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > last:
            raise OverdueError(overdue)
        time.sleep(_PAUSE_SECONDS)
