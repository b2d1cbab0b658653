"""Time: a job that runs out of time gives the message back and begins nothing that is paid."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.handler.endings import YIELDED
from tests.handler.stage import change_pipelines
from worker.jobs.deadline import Deadline

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import LogLines
    from tests.handler.world import World
    from worker.bootstrap import Worker
    from worker.jobs.ending import Ending
    from worker.jobs.job import Job
    from worker.jobs.ports import Checkpoints
    from worker.jobs.workspace import Workspace


def leave_seconds(world: World, seconds: float) -> None:
    """Let the stages begin with this much time left."""

    def change(worker: Worker) -> Worker:
        assert worker.processor is not None
        pipeline = worker.processor.attempts.pipelines["summary"]

        def run(job: Job, checkpoints: Checkpoints, workspace: Workspace) -> Ending:
            return pipeline.run(job, checkpoints, replace(workspace, deadline=Deadline.after(seconds)))

        return change_pipelines(worker, summary=replace(pipeline, run=run))

    world.change = change


@pytest.mark.parametrize(
    ("seconds", "code", "paid"),
    [
        (0.0, "S3_DOWNLOAD_FAILED", (0, 0)),
        (9.0, "STT_TIMEOUT", (0, 0)),  # a call of CLOVA is not begun with less than 10 s
        (14.9, "LLM_TIMEOUT", (1, 0)),  # nor one of Claude with less than 15 s
    ],
)
def test_what_no_longer_fits_is_not_begun(
    world: World, seconds: float, code: str, paid: tuple[int, int], log_lines: LogLines
) -> None:
    leave_seconds(world, seconds)

    assert world.deliver(world.upload()) == YIELDED
    assert log_lines.lines[-1]["error_code"] == code
    assert world.paid == paid


def test_an_ffmpeg_that_does_not_end_is_ended(world: World, tmp_path: Path, log_lines: LogLines) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\nexec sleep 600\n")
    program.chmod(0o755)
    world.settings["FFMPEG_PATH"] = str(program)
    leave_seconds(world, 1.5)

    assert world.deliver(world.upload()) == YIELDED
    assert log_lines.lines[-1]["reason"] == "ffmpeg_out_of_time"


def test_what_a_killed_predecessor_left_is_cleared(world: World, scratch: Path) -> None:
    (scratch / "job-left").mkdir(parents=True)
    (scratch / "job-left" / "video.bin").write_bytes(b"half a video")

    world.deliver("not json")

    assert not (scratch / "job-left").exists()
