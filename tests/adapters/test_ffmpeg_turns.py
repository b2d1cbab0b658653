from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.adapters.programs import write_program
from worker.adapters.ffmpeg.program import Ended, FfmpegProgram, make_turns, watch
from worker.adapters.throttle import Throttle
from worker.domain.deadlines import Deadline
from worker.domain.errors import Condition, JobError

if TYPE_CHECKING:
    from pathlib import Path

GIBIBYTE = 1024**3
SOON = 20.0


def run(program: FfmpegProgram, folder: Path, seconds: float) -> Ended:
    return watch(program.run((), folder, Deadline.after(seconds)))


def test_runs_beyond_the_turns_wait_for_one(tmp_path: Path) -> None:
    """Each run fails where another is under way."""
    script = f"mkdir {tmp_path}/running || exit 1; sleep 0.1; rmdir {tmp_path}/running"
    program = FfmpegProgram(write_program(tmp_path, script), GIBIBYTE, Throttle(at_once=1))

    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(run, program, tmp_path, SOON) for _ in range(4)]

    assert [ended.result().status for ended in runs] == [0] * 4


def test_a_video_whose_turn_does_not_come_in_time_is_tried_again_later(tmp_path: Path) -> None:
    turns = Throttle(at_once=1)
    program = FfmpegProgram("/bin/true", GIBIBYTE, turns)

    with turns.turn(Deadline.after(SOON), 0), pytest.raises(JobError) as caught:
        run(program, tmp_path, 0.1)

    assert caught.value.condition is Condition.FFMPEG_OUT_OF_TIME


def test_a_video_on_which_ffmpeg_hangs_leaves_a_turn_for_others() -> None:
    turns = make_turns()

    with turns.turn(Deadline.after(SOON), 0), turns.turn(Deadline.after(SOON), 0):
        pass
