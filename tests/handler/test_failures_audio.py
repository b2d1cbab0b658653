"""Audio and Speech: what becomes of a job whose video is not as hoped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.handler.endings import DONE, failed
from tests.media.clips import tone
from tests.media.damaged import empty, garbage, truncated_faststart, truncated_index_at_end
from tests.media.hostile import manifest
from tests.media.oddities import antiphase, silent_first, silent_pictures, silent_stereo, unknown_codec
from tests.media.spoken import long_sound
from tests.media.store import write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.handler.world import World


CODE = "FFMPEG_FAILED"
NOTHING_PAID = (0, 0)


def playlist() -> Path:
    return write("playlist.mp4", manifest("hls", "/etc/passwd"))


def too_short() -> Path:
    return tone(0.3)


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


def test_a_codec_that_cannot_be_decoded_is_named_and_costs_nothing(world: World) -> None:
    assert world.deliver(world.upload(unknown_codec(b"apac", tracks=1))) == failed(CODE)
    assert world.body["error_message"] == "FFMPEG: the audio's codec is not supported (apac)."
    assert world.paid == NOTHING_PAID


def test_a_video_whose_speech_may_be_on_another_track_says_so(world: World) -> None:
    assert world.deliver(world.upload(silent_first())) == DONE
    assert world.body["meta"]["warnings"] == ["1 other audio track was not heard."]
    assert world.body["meta"]["speech"] is False


@pytest.mark.parametrize(("setting", "said"), [("auto", "2"), ("1", "mix"), ("2", None), ("mix", None), ("2", "auto")])
def test_the_uploader_chooses_the_track_or_else_the_setting(world: World, setting: str, said: str | None) -> None:
    world.settings["AUDIO_TRACK"] = setting
    expected = said != "auto"

    assert world.deliver(world.upload(silent_first(), track=said)) == DONE
    assert world.body["meta"]["speech"] is expected
    assert (world.body["meta"]["warnings"] == []) is expected


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("3", "FFMPEG: none of the 2 audio tracks is 3."),
        ("0", "FFMPEG: x-amz-meta-track is neither the number of a track, from 1, nor a language, mix or auto."),
    ],
)
def test_a_demanded_track_that_is_not_there_is_told_at_once_and_costs_nothing(
    world: World, said: str, message: str
) -> None:
    assert world.deliver(world.upload(silent_first(), track=said)) == failed(CODE)
    assert world.body["error_message"] == message
    assert world.paid == NOTHING_PAID
