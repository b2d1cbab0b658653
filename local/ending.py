"""How a program in the foreground ends before its time: in order, and together with the `make` that started it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import NoReturn

_SET_PARENT_DEATH_SIGNAL = 1


def end_in_order() -> None:
    """Let SIGTERM and SIGHUP end the program as Ctrl-C does, through every `with`; call it in the main thread.

    Under make, also let its death be such a signal: a killed make says nothing to its children.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup leaves SIGHUP
            signal.signal(number, _interrupt)
    if "MAKELEVEL" in os.environ and sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _interrupt(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt
