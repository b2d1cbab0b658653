from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.adapters.programs import write_program
from worker.adapters.calls.throttle import NoTurnError, Throttle
from worker.adapters.ffmpeg.process.capacity import make_turns
from worker.adapters.ffmpeg.process.program import Ended, FfmpegProgram, consume
from worker.adapters.ffmpeg.process.turns import Turns
from worker.jobs.deadline import Deadline
from worker.jobs.errors import FFMPEG_OUT_OF_TIME, JobError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

GIBIBYTE = 1024**3
SOON = 20.0
MEGABYTE = "/usr/bin/head -c 1000000 /dev/zero"


def run(program: FfmpegProgram, folder: Path, seconds: float) -> Ended:
    return consume(program.run((), folder, Deadline.after(seconds)))


def open_run(program: FfmpegProgram, folder: Path, seconds: float = SOON) -> Generator[bytes, None, Ended]:
    """A run that was read from, and is not at the moment."""
    pieces = program.run((), folder, Deadline.after(seconds))
    assert next(pieces)
    return pieces


def test_runs_beyond_the_turns_wait_for_one(tmp_path: Path) -> None:
    """Each run fails where another is under way."""
    script = f"mkdir {tmp_path}/running || exit 1; sleep 0.1; rmdir {tmp_path}/running"
    program = FfmpegProgram(write_program(tmp_path, script), GIBIBYTE, Turns(at_once=1))

    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(run, program, tmp_path, SOON) for _ in range(4)]

    assert [ended.result().status for ended in runs] == [0] * 4


def test_a_video_whose_turn_does_not_come_in_time_is_tried_again_later(tmp_path: Path) -> None:
    turns = Turns(at_once=1)
    program = FfmpegProgram("/bin/true", GIBIBYTE, turns)

    with turns.turn(Deadline.after(SOON)), pytest.raises(JobError) as caught:
        run(program, tmp_path, 0.1)

    assert caught.value.condition is FFMPEG_OUT_OF_TIME


def test_a_video_on_which_ffmpeg_hangs_leaves_a_turn_for_others() -> None:
    turns = make_turns()

    with turns.turn(Deadline.after(SOON)), turns.turn(Deadline.after(SOON)):
        pass


def test_runs_that_nobody_reads_from_lend_their_turns(tmp_path: Path) -> None:
    program = FfmpegProgram(write_program(tmp_path, MEGABYTE), GIBIBYTE, Turns(at_once=2, lent_after=0.0))
    resting = [open_run(program, tmp_path) for _ in range(2)]

    assert run(program, tmp_path, SOON).status == 0
    assert [consume(pieces).status for pieces in resting] == [0, 0]


def test_a_run_keeps_its_turn_over_a_short_rest(tmp_path: Path) -> None:
    program = FfmpegProgram(write_program(tmp_path, MEGABYTE), GIBIBYTE, Turns(at_once=1, lent_after=SOON))

    with closing(open_run(program, tmp_path)), pytest.raises(JobError) as caught:
        run(program, tmp_path, 0.3)

    assert caught.value.condition is FFMPEG_OUT_OF_TIME


def test_a_reader_that_comes_back_waits_for_a_turn_again(tmp_path: Path) -> None:
    turns = Turns(at_once=1, lent_after=0.0)
    pieces = open_run(FfmpegProgram(write_program(tmp_path, MEGABYTE), GIBIBYTE, turns), tmp_path, 1.0)

    with turns.turn(Deadline.after(SOON)), pytest.raises(JobError) as caught:
        consume(pieces)

    assert caught.value.condition is FFMPEG_OUT_OF_TIME


def test_a_run_that_ends_while_its_turn_is_lent_takes_none_from_others(tmp_path: Path) -> None:
    turns = Turns(at_once=1, lent_after=0.0)
    pieces = open_run(FfmpegProgram(write_program(tmp_path, MEGABYTE), GIBIBYTE, turns), tmp_path)

    with turns.turn(Deadline.after(SOON)):
        pieces.close()
        with pytest.raises(NoTurnError), turns.turn(Deadline.after(0.1)):
            pass


def test_there_are_no_more_children_than_places_however_many_lend_their_turns(tmp_path: Path) -> None:
    turns = Turns(at_once=1, lent_after=0.0)
    program = FfmpegProgram(write_program(tmp_path, MEGABYTE), GIBIBYTE, turns, places=Throttle(at_once=2))

    with closing(open_run(program, tmp_path)), closing(open_run(program, tmp_path)), pytest.raises(JobError) as caught:
        run(program, tmp_path, 0.3)

    assert caught.value.condition is FFMPEG_OUT_OF_TIME
