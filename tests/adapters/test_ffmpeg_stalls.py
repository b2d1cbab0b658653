from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event
from typing import TYPE_CHECKING

import pytest

from worker.adapters.calls.throttle import NoTurnError
from worker.adapters.ffmpeg.process.program import FfmpegProgram, consume
from worker.adapters.ffmpeg.process.turns import Turns
from worker.jobs.deadline import Deadline

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

GIBIBYTE = 1024**3
SOON = 20.0
NOTHING_YET = b""


def soon() -> Deadline:
    return Deadline.after(SOON)


def always() -> bool:
    return True


def never() -> bool:
    return False


def test_a_video_that_does_not_come_lends_its_turn_until_it_does(tmp_path: Path) -> None:
    program = FfmpegProgram("/bin/cat", GIBIBYTE, Turns(at_once=1, lent_after=0.0))
    asked, come = Event(), Event()

    def stall() -> Generator[bytes]:
        asked.set()
        come.wait(SOON)
        yield b"video"

    heard: list[bytes] = []
    with ThreadPoolExecutor(1) as pool:
        stalled = pool.submit(consume, program.run((), tmp_path, soon(), stall()), heard.append)
        assert asked.wait(SOON)
        other = consume(program.run((), tmp_path, soon(), (piece for piece in [b"another"])))
        come.set()

    assert (other.status, stalled.result().status, heard) == (0, 0, [b"video"])


def test_a_video_that_comes_again_waits_for_a_turn() -> None:
    turns, come = Turns(at_once=1, lent_after=0.0), Event()

    def stalled() -> Generator[bytes]:
        yield NOTHING_YET
        with turns.turn(soon()):
            come.set()
            yield NOTHING_YET

    with turns.turn(soon()) as turn, pytest.raises(NoTurnError):
        list(turns.lend_between(stalled(), turn, Deadline.after(0.1), lambda: not come.is_set()))


def test_the_sound_of_a_run_whose_turn_is_lent_takes_none_from_others() -> None:
    turns = Turns(at_once=1, lent_after=0.0)

    def stalled() -> Generator[bytes]:
        yield NOTHING_YET
        with turns.turn(soon()):
            yield b"sound"

    with turns.turn(soon()) as turn, closing(turns.lend_between(stalled(), turn, soon(), always)) as pieces:
        assert next(pieces) == b"sound"
        with pytest.raises(NoTurnError), turns.turn(Deadline.after(0.1)):
            pass


def test_a_run_that_is_silent_over_its_work_keeps_its_turn() -> None:
    turns = Turns(at_once=1, lent_after=0.0)

    def busy() -> Generator[bytes]:
        yield NOTHING_YET
        with pytest.raises(NoTurnError), turns.turn(Deadline.after(0.1)):
            pass
        yield b"sound"

    with turns.turn(soon()) as turn:
        assert list(turns.lend_between(busy(), turn, soon(), never)) == [b"sound"]
