"""What the runs of FFmpeg may take of a machine's memory."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from tests.infrastructure.templates import read_template
from worker.adapters.ffmpeg.process.capacity import LEAST_TURNS, WORKER_BYTES, divide_memory, find_memory

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTE = 1024 * 1024
LAMBDA = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE"


@pytest.mark.parametrize(
    ("machine", "turns", "run"),
    [(2048, 2, 768), (3008, 2, 1248), (10_240, 6, 1621), (10_240, 2, 2048), (1024, 2, 512), (128, 2, 512)],
)
def test_a_run_has_its_share_of_the_memory(machine: int, turns: int, run: int) -> None:
    assert divide_memory(machine * MEGABYTE, turns) // MEGABYTE == run


CORE_MEGABYTES = 1769
"""Lambda gives one processor for each, and the last in part."""

LARGEST_MIX = 850 * MEGABYTE
"""What the worker takes in all while it mixes two tracks of the largest size: 730 (measured), and what else it has."""


def allowed_sizes() -> range:
    """Megabytes that the template lets a worker have."""
    memory = read_template()["Parameters"]["MemoryMegabytes"]
    return range(memory["MinValue"], memory["MaxValue"] + 1)


def test_as_many_runs_as_decode_at_once_fit_beside_the_worker_of_any_size() -> None:
    for megabytes in allowed_sizes():
        turns = max(LEAST_TURNS, math.ceil(megabytes / CORE_MEGABYTES))
        assert turns * divide_memory(megabytes * MEGABYTE, turns) + WORKER_BYTES <= megabytes * MEGABYTE


def test_the_largest_mix_fits_a_turn_and_what_is_kept_for_the_worker_of_any_size() -> None:
    for megabytes in allowed_sizes():
        turns = max(LEAST_TURNS, math.ceil(megabytes / CORE_MEGABYTES))
        assert divide_memory(megabytes * MEGABYTE, turns) + WORKER_BYTES >= LARGEST_MIX


def test_lambda_says_how_much_there_is(tmp_path: Path) -> None:
    assert find_memory({LAMBDA: "3008"}, tmp_path / "none") == 3008 * MEGABYTE


def test_a_container_has_what_its_limit_says(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("1073741824\n")

    assert find_memory({}, tmp_path / "memory.max") == 1024 * MEGABYTE


@pytest.mark.parametrize("limit", ["max\n", "", None])
def test_a_machine_without_a_limit_has_what_is_built_in(limit: str | None, tmp_path: Path) -> None:
    if limit is not None:
        (tmp_path / "memory.max").write_text(limit)

    assert find_memory({}, tmp_path / "memory.max") > 256 * MEGABYTE
