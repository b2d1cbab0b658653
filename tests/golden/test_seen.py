"""What backends, queries and dashboards read of jobs: it is the same before and after a deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.golden.scenes import SCENES, play
from tests.golden.seeing import SEEN, expect, see_counted, see_logged, see_told

if TYPE_CHECKING:
    from tests.conftest import LogLines


@pytest.mark.parametrize("scene", SCENES)
def test_a_job_is_told_logged_and_counted_in_these_bytes_fields_and_metrics(
    scene: str, log_lines: LogLines, capsys: pytest.CaptureFixture[str]
) -> None:
    told = see_told(play(scene))

    assert told == expect(scene, "told")
    assert see_logged(log_lines.lines) == expect(scene, "logged")
    assert see_counted(capsys.readouterr().out) == expect(scene, "counted")


def test_every_file_is_of_a_scene() -> None:
    assert {path.stem for path in SEEN.iterdir()} == set(SCENES)
