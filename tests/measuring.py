"""What one run of something took."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_LAUNCHER = (sys.executable, "-I", "-S", str(Path(__file__).with_name("launcher.py")))


class RunError(Exception):
    """A program that was to be measured failed."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Wall and processor seconds, and the most memory held at once in MB (0: not measured)."""

    wall: float
    cpu: float
    memory: float = 0.0


def run_program(
    command: Sequence[str], environment: Mapping[str, str] | None = None, *, may_fail: bool = False
) -> Usage:
    """Run a program whose output nobody reads.

    Args:
        command: absolute path of the program, and its arguments.
        environment: all of its environment; ours where none is given.
        may_fail: whether its refusal is what is measured.

    Returns:
        What the kernel counted; at least the launcher's memory.

    Raises:
        RunError: it ended with another code than 0.
    """
    launched = subprocess.run([*_LAUNCHER, *command], env=environment, stdout=subprocess.PIPE, check=True)
    code, counted = json.loads(launched.stdout)
    if code and not may_fail:
        raise RunError(f"{command[0]} ended with {code}.")
    return Usage(**counted)


def call(work: Callable[[], object]) -> Usage:
    """Time a function of this process."""
    begun, begun_cpu = time.perf_counter(), time.process_time()
    work()
    return Usage(time.perf_counter() - begun, time.process_time() - begun_cpu)
