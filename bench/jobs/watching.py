"""A program and its children, watched from outside: memory together, and what stands on the disk."""

from __future__ import annotations

import os
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from tests.measuring import RunError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_EVERY = 0.1
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Watched:
    """What a program said on standard output, its processor seconds with those of its children, and its peaks in MB.

    `memory` is the resident memory of all its processes together; pages that they share count for each.
    """

    output: str
    cpu: float
    memory: float
    disk: float


def watch(command: Sequence[str], given: str, environment: Mapping[str, str], folder: Path) -> Watched:
    """Run a program.

    Args:
        command: absolute path of the program, and its arguments.
        given: its standard input.
        environment: all of its environment.
        folder: the only folder it writes into.

    Returns:
        What was seen of it.

    Raises:
        RunError: it ended with another code than 0.
    """
    peaks = [0.0, 0.0]
    pipe = subprocess.PIPE
    before = os.times()
    with (folder / "log").open("w+b") as log:
        child = subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, stderr=log)
        watcher = Thread(target=_keep_watching, args=(child, folder, peaks))
        watcher.start()
        output = child.communicate(given.encode())[0].decode()
        watcher.join()
        log.seek(0)
        if child.returncode:
            raise RunError(f"{command[-1]} ended with {child.returncode}: {log.read()[-2000:].decode()}")
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Watched(output, spent, *peaks)


def _keep_watching(child: subprocess.Popen[bytes], folder: Path, peaks: list[float]) -> None:
    while child.poll() is None:
        peaks[0] = max(peaks[0], sum(_memory_of(one) for one in _family(child.pid)) / _MEGABYTE)
        peaks[1] = max(peaks[1], sum(_size_of(one) for one in folder.rglob("*") if one.name != "log") / _MEGABYTE)
        time.sleep(_EVERY)


def _family(process: int) -> list[int]:
    """A process and all that descend from it."""
    with suppress(OSError):
        lists = [path.read_text() for path in Path(f"/proc/{process}/task").glob("*/children")]
        return [process, *(one for listed in lists for child in listed.split() for one in _family(int(child)))]
    return [process]


def _memory_of(process: int) -> int:
    """Bytes resident; 0 once it has ended."""
    with suppress(OSError):
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _size_of(path: Path) -> int:
    """Bytes taken of the disk; 0 once it is gone."""
    with suppress(OSError):
        return path.stat().st_blocks * 512
    return 0
