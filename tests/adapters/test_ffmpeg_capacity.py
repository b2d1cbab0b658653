"""What the runs of FFmpeg may take of a machine's memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from worker.adapters.ffmpeg.capacity import WORKER_BYTES, divide_memory, find_memory

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


@pytest.mark.parametrize("megabytes", [1536, 2048, 3008, 5120, 8192, 10_240])
def test_as_many_runs_as_decode_at_once_fit_beside_the_worker(megabytes: int) -> None:
    for turns in (2, 3, 6) if megabytes > 4096 else (2,):
        assert turns * divide_memory(megabytes * MEGABYTE, turns) + WORKER_BYTES <= megabytes * MEGABYTE


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
