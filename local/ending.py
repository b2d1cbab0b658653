"""How a program in the foreground ends before its time: in order."""

from __future__ import annotations

import signal
from typing import NoReturn


def end_in_order() -> None:
    """Let SIGTERM and SIGHUP end the program as Ctrl-C does, through every `with`; call it in the main thread."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup leaves SIGHUP
            signal.signal(number, _interrupt)


def _interrupt(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt
