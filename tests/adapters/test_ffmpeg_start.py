from __future__ import annotations

import os
import resource
from typing import TYPE_CHECKING

import pytest

from worker.adapters.ffmpeg.program import FfmpegProgram
from worker.domain.deadlines import Deadline
from worker.domain.errors import Axis, Condition, ExtractionError

if TYPE_CHECKING:
    from pathlib import Path

GIBIBYTE = 1024**3
PATIENCE = 30.0


def refusal_of(program: str, workspace: Path) -> ExtractionError:
    with pytest.raises(ExtractionError) as refused:
        FfmpegProgram(program, GIBIBYTE).run((), workspace, Deadline.after(PATIENCE))
    return refused.value


@pytest.mark.parametrize("name", ["nowhere", "data", "text", ""])
def test_a_program_that_cannot_start_is_the_deployments_fault(name: str, tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"not executable")
    (tmp_path / "text").write_bytes(b"executable, but for no machine")
    (tmp_path / "text").chmod(0o755)

    refused = refusal_of(str(tmp_path / name), tmp_path)

    assert (refused.condition, refused.axis) == (Condition.FFMPEG_MISSING, Axis.CONFIGURATION)
    assert refused.setting == "FFMPEG_PATH"


def test_a_machine_with_nothing_left_is_worth_another_attempt(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest_free = os.dup(0)
    os.close(lowest_free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free + 1, hard))
    try:
        refused = refusal_of("/bin/true", tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    assert (refused.condition, refused.axis) == (Condition.FFMPEG_KILLED, Axis.RETRYABLE)
