"""Issue 2, section 2, Audio and Speech: what becomes of a job whose video is not as hoped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.handler.endings import BACKED_OFF, DONE, SLOWED_DOWN, dead_lettered, failed
from tests.handler.world import LAST_RECEIVE, World
from tests.media.clips import tone
from tests.media.damaged import empty, garbage, truncated_faststart, truncated_index_at_end
from tests.media.hostile import manifest
from tests.media.oddities import antiphase, silent_pictures, silent_stereo
from tests.media.spoken import long_sound
from tests.media.store import write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import LogLines

CODE = "FFMPEG_FAILED"
NOTHING_PAID = (0, 0)


def playlist() -> Path:
    return write("playlist.mp4", manifest("hls", "/etc/passwd"))


def too_short() -> Path:
    return tone(0.3)


def program(folder: Path, script: str) -> str:
    """An FFmpeg that does something else."""
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    "video",
    [garbage, empty, playlist, silent_pictures, too_short, truncated_index_at_end],
    ids=lambda video: video.__name__,
)
def test_what_holds_no_speech_track_is_told_at_once_and_costs_nothing(world: World, video: Callable[[], Path]) -> None:
    assert world.deliver(world.upload(video())) == failed(CODE)
    assert world.paid == NOTHING_PAID


def test_a_video_over_the_longest_length_is_told_at_once_and_costs_nothing(world: World) -> None:
    world.settings["MAX_VIDEO_SECONDS"] = "2"

    assert world.deliver(world.upload(tone(5))) == failed(CODE)
    assert "2 s" in world.body["error_message"]
    assert world.paid == NOTHING_PAID


def test_a_truncated_video_is_done_as_far_as_it_goes_and_says_so(world: World) -> None:
    assert world.deliver(world.upload(truncated_faststart())) == DONE
    meta = world.body["meta"]
    assert (meta["partial"], meta["audio_quality"], len(meta["warnings"])) == (True, "low", 1)


def test_silence_is_done_with_nothing_said_and_nothing_paid(world: World) -> None:
    assert world.deliver(world.upload(silent_stereo())) == DONE
    assert (world.body["transcript"], world.body["summary"], world.body["meta"]["speech"]) == ("", "", False)
    assert world.body["meta"]["model"] == "claude-haiku-5-5"
    assert world.paid == NOTHING_PAID


def test_channels_that_cancel_each_other_out_are_heard(world: World) -> None:
    assert world.deliver(world.upload(antiphase())) == DONE
    assert world.body["meta"]["speech"] is True
    assert world.paid == (1, 1)


def test_61_seconds_are_heard_in_two_calls_that_clova_takes(world: World) -> None:
    assert world.deliver(world.upload(long_sound())) == DONE
    seconds = [call.seconds for call in world.services.clova.calls]
    assert len(seconds) == 2
    assert max(seconds) <= 55
    assert sum(seconds) == pytest.approx(61, abs=0.2)
    assert world.services.clova.refusals == []


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
