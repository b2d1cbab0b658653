"""One `make local-up` a checkout: a second one would take over what the first has announced."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from local.problem import ProblemError
from local.served import serving_alone

if TYPE_CHECKING:
    from pathlib import Path


def test_a_second_one_is_refused_with_the_process_of_the_first(tmp_path: Path) -> None:
    with (
        serving_alone(tmp_path),
        pytest.raises(ProblemError, match=rf"^local-up already runs here \(pid {os.getpid()}\)\.$"),
        serving_alone(tmp_path),
    ):
        pass


def test_one_that_was_killed_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "local-up.pid").write_text("123456789")

    with serving_alone(tmp_path):
        assert (tmp_path / "local-up.pid").read_text() == str(os.getpid())


def test_the_next_one_serves_when_the_first_has_ended(tmp_path: Path) -> None:
    for _ in range(2):
        with serving_alone(tmp_path / "new"):
            pass
