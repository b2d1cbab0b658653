from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.adapters.programs import SLEEP, happens, is_gone, write_program
from tests.media import clips
from tests.media.store import FFMPEG
from worker.adapters.ffmpeg import end_leftover_child
from worker.adapters.ffmpeg.process.leftovers import note_child

if TYPE_CHECKING:
    from collections.abc import Generator

FUNCTION = Path(__file__).parents[2] / "function"
PARENT = """
import sys, time
from pathlib import Path
from worker.adapters.ffmpeg.arguments import decode_arguments
from worker.adapters.ffmpeg.process.program import FfmpegProgram
from worker.jobs.deadline import Deadline

program, video, folder = sys.argv[1:]
arguments = decode_arguments(f"file:{video}", 0, "anull", 3600.0)
for _ in FfmpegProgram(program, 2 * 1024**3).run(arguments, Path(folder), Deadline.after(600)):
    time.sleep(600)
"""


@contextlib.contextmanager
def killed_parent(program: str, folder: Path) -> Generator[int]:
    """A worker that is killed in the middle of a run; gives the id of its child, and ends it in any case."""
    video = clips.bursts(600)
    command = [sys.executable, "-c", PARENT, program, str(video), str(folder)]
    note = folder / "ffmpeg.pid"
    with subprocess.Popen(command, env={"PYTHONPATH": str(FUNCTION)}) as parent:
        noted = happens(lambda: note.exists() and bool(note.read_text(encoding="ascii")))
        parent.kill()
    assert noted
    child = int(note.read_text(encoding="ascii").split()[0])
    try:
        yield child
    finally:
        end_leftover_child(folder)


@pytest.fixture
def sleeper() -> Generator[int]:
    with subprocess.Popen(["/bin/sleep", "1000"]) as process:
        yield process.pid
        process.kill()


def test_ffmpeg_ends_with_its_killed_parent(tmp_path: Path) -> None:
    with killed_parent(FFMPEG, tmp_path) as child:
        assert happens(lambda: is_gone(child))


def test_a_hanging_child_of_a_killed_parent_is_ended_at_the_next_start(tmp_path: Path) -> None:
    with killed_parent(write_program(tmp_path, f"exec {SLEEP}"), tmp_path) as child:
        assert not is_gone(child)

        assert end_leftover_child(tmp_path)
        assert is_gone(child)


def test_a_process_that_inherited_the_id_is_not_touched(sleeper: int, tmp_path: Path) -> None:
    note_child(tmp_path, sleeper)
    note = tmp_path / "ffmpeg.pid"
    pid, started = note.read_text(encoding="ascii").split()
    note.write_text(f"{pid} {int(started) - 1}", encoding="ascii")

    assert not end_leftover_child(tmp_path)
    assert not is_gone(sleeper)


@pytest.mark.parametrize("note", ["", "12", "x y", "\0", "999999999 1", "-1 1"])
def test_a_useless_note_is_ignored(note: str, tmp_path: Path) -> None:
    (tmp_path / "ffmpeg.pid").write_text(note, encoding="utf-8")

    assert not end_leftover_child(tmp_path)


def test_a_workspace_without_a_note_is_ignored(tmp_path: Path) -> None:
    assert not end_leftover_child(tmp_path)


def test_a_note_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    note_child(tmp_path / "nowhere", os.getpid())

    assert list(tmp_path.iterdir()) == []
