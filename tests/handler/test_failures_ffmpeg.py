"""Audio: what becomes of a job when FFmpeg itself fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.handler.endings import BACKED_OFF, SLOWED_DOWN, dead_lettered, failed
from tests.handler.world import LAST_RECEIVE, World

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import LogLines

CODE = "FFMPEG_FAILED"


def program(folder: Path, script: str) -> str:
    """An FFmpeg that does something else."""
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize("script", ["exit 1", "echo no ffmpeg"], ids=["fails", "is another program"])
def test_a_program_that_is_no_ffmpeg_is_the_deployments_fault(
    world: World, tmp_path: Path, log_lines: LogLines, script: str
) -> None:
    world.settings["FFMPEG_PATH"] = program(tmp_path, script)

    assert world.deliver(world.upload()) == SLOWED_DOWN
    assert log_lines.lines[-1]["setting"] == "FFMPEG_PATH"


def test_a_missing_ffmpeg_is_the_deployments_fault(world: World, log_lines: LogLines) -> None:
    world.settings["FFMPEG_PATH"] = "/nonexistent/ffmpeg"

    assert world.deliver(world.upload()) == SLOWED_DOWN
    assert log_lines.lines[-1]["setting"] == "FFMPEG_PATH"


def test_a_missing_ffmpeg_is_told_on_the_last_receive(world: World) -> None:
    world.settings["FFMPEG_PATH"] = "/nonexistent/ffmpeg"

    assert world.deliver(world.upload(), LAST_RECEIVE) == dead_lettered(CODE)


def test_an_ffmpeg_that_the_machine_killed_is_tried_again_later(world: World, tmp_path: Path) -> None:
    world.settings["FFMPEG_PATH"] = program(tmp_path, "kill -9 $$")

    assert world.deliver(world.upload()) == BACKED_OFF


def test_an_ffmpeg_that_crashes_on_a_video_is_that_videos_fault(world: World, tmp_path: Path) -> None:
    world.settings["FFMPEG_PATH"] = program(tmp_path, "kill -SEGV $$")

    assert world.deliver(world.upload()) == failed(CODE)
