"""First moments of a program in the foreground: `python -m local.foreground MAKE_PID MODULE`, as a make recipe runs it.

A make that is killed with -9 says nothing to its children. From here on its death ends the program, also while the
module is still importing. That end is sudden until the module says otherwise (`local.ending`).
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import sys

_SET_PARENT_DEATH_SIGNAL = 1


def main(arguments: list[str]) -> None:
    """Run the module as a program.

    Args:
        arguments: Process id of the make that asked for it, and the module's name.
    """
    make, module = arguments
    if end_with(int(make)):
        runpy.run_module(module, run_name="__main__", alter_sys=True)


def end_with(parent: int) -> bool:
    """Let the parent's death be a SIGTERM to this process; Linux only, elsewhere nothing changes.

    Returns:
        Whether the parent is still there: the kernel tells nobody of a death that came before the question.
    """
    if sys.platform != "linux":
        return True
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    return os.getppid() == parent


if __name__ == "__main__":
    main(sys.argv[1:])
