from __future__ import annotations

from threading import Event, Timer
from typing import TYPE_CHECKING

import pytest

from tests.adapters.programs import SLEEP, happens, is_gone, write_program
from worker.adapters.ffmpeg.process.program import FfmpegProgram, consume
from worker.jobs.deadline import Deadline
from worker.jobs.errors import FFMPEG_OUT_OF_TIME, Handling, JobError

if TYPE_CHECKING:
    from pathlib import Path

GIBIBYTE = 1024**3
SOON = 0.5
PATIENCE = 30.0


def run(program: str, folder: Path, seconds: float = PATIENCE) -> tuple[int, bytes]:
    pieces: list[bytes] = []
    ended = consume(FfmpegProgram(program, GIBIBYTE).run((), folder, Deadline.after(seconds)), pieces.append)
    return ended.status, b"".join(pieces)


def test_a_run_gives_its_output_and_its_status(tmp_path: Path) -> None:
    assert run(write_program(tmp_path, "printf abc; exit 7"), tmp_path) == (7, b"abc")


def test_messages_without_an_end_do_not_stop_the_output(tmp_path: Path) -> None:
    flood = "/usr/bin/head -c 3000000 /dev/zero"

    status, output = run(write_program(tmp_path, f"{flood} >&2; {flood}"), tmp_path)

    assert (status, len(output)) == (0, 3_000_000)


@pytest.mark.parametrize(
    "script",
    [SLEEP, f"exec >&- 2>&-; {SLEEP}", "while :; do echo x; done", "while :; do echo x >&2; done"],
    ids=["silent", "pipes closed", "endless output", "endless messages"],
)
def test_a_run_that_does_not_end_is_worth_another_attempt(script: str, tmp_path: Path) -> None:
    with pytest.raises(JobError, match="did not end") as refused:
        run(write_program(tmp_path, script), tmp_path, SOON)

    assert (refused.value.condition, refused.value.handling) == (FFMPEG_OUT_OF_TIME, Handling.RETRYABLE)


def test_a_run_that_does_not_end_is_killed_with_its_own_children(tmp_path: Path) -> None:
    program = write_program(tmp_path, f"{SLEEP} & echo $$ $!; wait")
    pieces: list[bytes] = []

    with pytest.raises(JobError):
        consume(FfmpegProgram(program, GIBIBYTE).run((), tmp_path, Deadline.after(4 * SOON)), pieces.append)

    child, grandchild = map(int, b"".join(pieces).split())
    assert happens(lambda: is_gone(child) and is_gone(grandchild))


def test_a_reader_that_gives_up_ends_the_run(tmp_path: Path) -> None:
    program = write_program(tmp_path, f"echo $$; {SLEEP}")
    pids: list[int] = []

    def read(piece: bytes) -> None:
        pids.append(int(piece))
        raise LookupError

    with pytest.raises(LookupError):
        consume(FfmpegProgram(program, GIBIBYTE).run((), tmp_path, Deadline.after(PATIENCE)), read)

    assert is_gone(pids[0])


def test_no_note_of_a_child_that_ended_remains(tmp_path: Path) -> None:
    during: list[bool] = []
    run = FfmpegProgram("/bin/echo", GIBIBYTE).run((), tmp_path, Deadline.after(PATIENCE))
    consume(run, lambda _: during.append((tmp_path / "ffmpeg.pid").exists()))

    assert during[0]
    assert list(tmp_path.iterdir()) == []


def test_a_child_that_says_nothing_ends_as_soon_as_its_job_is_called_off(tmp_path: Path) -> None:
    lost, deadline = Event(), Deadline.after(PATIENCE)
    program = FfmpegProgram(write_program(tmp_path, SLEEP), GIBIBYTE)
    Timer(0.1, lost.set).start()

    with pytest.raises(JobError) as caught:
        consume(program.run((), tmp_path, deadline.unless(lost)))

    assert caught.value.condition is FFMPEG_OUT_OF_TIME
    assert deadline.left() > 0


def test_a_child_that_runs_on_after_its_output_is_not_waited_for(tmp_path: Path) -> None:
    """So that a hang costs seconds, not the rest of the job's time."""
    program = FfmpegProgram(write_program(tmp_path, f"echo $$; exec >&- 2>&-; {SLEEP}"), GIBIBYTE, lingering=0.2)
    pids, deadline = list[int](), Deadline.after(PATIENCE)

    with pytest.raises(JobError, match="after its output") as caught:
        consume(program.run((), tmp_path, deadline), lambda piece: pids.append(int(piece)))

    assert caught.value.condition is FFMPEG_OUT_OF_TIME
    assert is_gone(pids[0])
    assert deadline.left() > 0
