"""How many runs of FFmpeg one machine bears."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from worker.adapters.calls.throttle import Throttle
from worker.adapters.ffmpeg.process.turns import Turns
from worker.jobs.sizes import MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAST_TURNS = 2
"""So that a video on which FFmpeg hangs leaves a turn for the others of its batch."""


MOST_BYTES = 2048 * MEGABYTE
LEAST_BYTES = 512 * MEGABYTE
"""Usual videos need under 384 MB of address space (measured)."""

WORKER_BYTES = 512 * MEGABYTE
"""Kept for the worker itself, its clips and what it fetches. A large mix takes a turn besides, and its run another."""

_CGROUP = Path("/sys/fs/cgroup/memory.max")

CHILDREN_A_TURN = 3
"""Children for each turn: decoding or not, one takes some 50 MB (measured), and what was fetched for it at most 20."""


def count_turns() -> int:
    """One run a processor at once: more would only take memory from each other."""
    return max(LEAST_TURNS, os.cpu_count() or 1)


def share_memory() -> int:
    """Address space (bytes) of one run on this machine."""
    return divide_memory(find_memory(os.environ), count_turns())


def divide_memory(machine_bytes: int, turns: int) -> int:
    """What a run may take, so that as many as decode at once fit beside the worker: else the kernel ends them all.

    Args:
        machine_bytes: of the worker and its children together.
        turns: runs that decode at once.
    """
    return min(MOST_BYTES, max(LEAST_BYTES, (machine_bytes - WORKER_BYTES) // turns))


def find_memory(environ: Mapping[str, str], limit: Path = _CGROUP) -> int:
    """Bytes that this machine has: Lambda's setting, else the container's limit, else what is built in.

    Args:
        environ: the environment; Lambda names megabytes in it.
        limit: a file of the kernel with the container's limit in bytes, or "max" in it, or none there.
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
