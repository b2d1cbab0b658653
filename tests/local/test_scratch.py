from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.scratch import scratch_folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def runs(tmp_path: Path) -> tuple[Path, Path]:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    return one, other


def test_scratch_is_gone_when_the_run_ends(runs: tuple[Path, Path]) -> None:
    with scratch_folder(runs[0]) as folder:
        (folder / "video").write_text("much")

    assert list(runs[0].iterdir()) == []


def test_a_run_leaves_the_scratch_of_another_that_runs_alone(runs: tuple[Path, Path]) -> None:
    with scratch_folder(runs[0]) as folder, scratch_folder(runs[1]):
        assert folder.is_dir()


def test_a_run_clears_the_scratch_of_one_that_was_killed(runs: tuple[Path, Path]) -> None:
    left = runs[0] / "tmp"
    left.mkdir()
    (left / ".in-use").touch()

    with scratch_folder(runs[1]):
        assert not left.exists()


def test_a_run_touches_no_folder_that_is_not_its_own_kind(runs: tuple[Path, Path]) -> None:
    foreign = runs[0] / "tmp"
    foreign.mkdir()

    with scratch_folder(runs[1]):
        assert foreign.is_dir()
