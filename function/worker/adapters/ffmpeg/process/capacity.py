"""How many FFmpeg runs one machine can hold."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from worker.adapters.calls.throttle import Throttle
from worker.adapters.ffmpeg.process.turns import Turns
from worker.jobs.plain_text import MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAST_TURNS = 2
"""Two, so that a video on which FFmpeg hangs leaves a turn for the rest of its batch."""


MOST_BYTES = 2048 * MEGABYTE
LEAST_BYTES = 512 * MEGABYTE
"""Usual videos need under 384 MB of address space (measured)."""

WORKER_BYTES = 512 * MEGABYTE
"""Kept for the worker itself, its clips and fetched data. A large mix also takes a turn, and its run another."""

_CGROUP = Path("/sys/fs/cgroup/memory.max")

CHILDREN_A_TURN = 3
"""Children per turn: each takes about 50 MB, decoding or not (measured), and at most 20 MB of fetched data."""


def count_turns() -> int:
    """One run per processor: more would only take memory from each other."""
    return max(LEAST_TURNS, os.cpu_count() or 1)


def share_memory() -> int:
    """Address space (bytes) of one run on this machine."""
    return divide_memory(find_memory(os.environ), count_turns())


def divide_memory(machine_bytes: int, turns: int) -> int:
    """The memory of one run, so that all concurrent runs fit beside the worker. Otherwise the kernel kills them all.

    Args:
        machine_bytes: memory of the worker and its children together.
        turns: runs that decode at once.
    """
    return min(MOST_BYTES, max(LEAST_BYTES, (machine_bytes - WORKER_BYTES) // turns))


def find_memory(environ: Mapping[str, str], limit: Path = _CGROUP) -> int:
    """Memory of this machine in bytes: Lambda's setting, or else the lower of the container's limit and the RAM.

    Args:
        environ: the environment; Lambda states its megabytes there.
        limit: the kernel's file with the container's limit in bytes, or "max"; it may be missing.
    """
    if megabytes := environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", ""):
        return int(megabytes) * MEGABYTE
    built_in = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        return min(built_in, int(limit.read_text(encoding="ascii")))
    except (OSError, ValueError):
        return built_in


def make_turns() -> Turns:
    """The turns of one machine."""
    return Turns(count_turns())


def make_places() -> Throttle:
    """The children that one machine has memory for."""
    return Throttle(CHILDREN_A_TURN * count_turns())
