"""Run a program and print as JSON what the kernel counted: `launcher.py program arguments...`.

A program's memory as the kernel counts it is never less than that of the process which started it, so this one imports
next to nothing (10 MB).
"""

import json
import os
import sys
import time


def main() -> None:
    """Print wall and processor seconds, MB of memory, and the program's exit code."""
    nowhere = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1, 2)]
    begun = time.perf_counter()
    child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=nowhere)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - begun
    usage = {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024}
    sys.stdout.write(json.dumps([os.waitstatus_to_exitcode(status), usage]))


if __name__ == "__main__":
    main()
