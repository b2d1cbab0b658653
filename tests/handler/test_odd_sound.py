"""What CLOVA is sent of odd videos, from the upload to the stored transcript: every burst, at its time of the video."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import find_onsets
from tests.adapters.test_ffmpeg_fragments import cut_at_a_fragment
from tests.handler.endings import DONE
from tests.media import clips, oddities
from tests.media.edits import PARTED, REPEATED, TURNED, edited

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from tests.handler.world import World

ONCE = clips.BURST_TIMES
TWICE = (1, 6, 11, 16, 21, 26, 31, 36)

WHOLE = {
    "two WebM recordings one behind the other": (lambda: oddities.restarted("webm"), TWICE),
    "two MPEG-TS recordings one behind the other": (lambda: oddities.restarted("ts"), TWICE),
    "a Matroska clock set back by 5 s": (lambda: oddities.set_back("mkv", 5), ONCE),
    "a MOV that repeats its first half": (lambda: edited(*REPEATED), ONCE),
    "a MOV that turns its halves": (lambda: edited(*TURNED), ONCE),
    # In the gap FFmpeg plays the head of the track, which nobody else does (docs/sources.md, FFmpeg).
    "a MOV with a gap between its halves": (lambda: edited(*PARTED), (1, 6, 11, 16, 21)),
    "subtitles of 10 h": (lambda: oddities.long_subtitles("mkv"), ONCE),
    "a Matroska clock that begins at 600 s": (lambda: oddities.part_of_a_stream("mkv", 600), ONCE),
    "an MPEG-TS clock that begins at 600 s": (lambda: oddities.part_of_a_stream("ts", 600), ONCE),
    "sound that begins 4 s after the pictures": (lambda: oddities.late_sound("mkv"), (6, 11, 16)),
}


def name_onsets(pcm: bytes) -> str:
    """A recogniser that understands bursts: it says when each begins in its clip."""
    return " ".join(map(str, find_onsets(pcm)))


def listen_to(world: World, video: Path) -> Any:
    """The stored result of a video that CLOVA heard with such ears."""
    world.services.ear.hear = name_onsets
    key = f"videos/123/odd-{video.stem}{video.suffix}"
    assert world.deliver(world.upload(video, key)) == DONE
    assert world.services.clova.refusals == []
    return world.stored(f"results/123/odd-{video.stem}.json")


def bursts_of(result: Any) -> list[float]:
    """When the bursts that CLOVA was sent begin, on the video's clock."""
    segments = result["transcript"]["segments"]
    return [segment["start"] + float(onset) for segment in segments for onset in segment["text"].split()]


@pytest.mark.parametrize(("video", "bursts"), WHOLE.values(), ids=WHOLE)
def test_clova_is_sent_every_burst_of_an_odd_video_at_its_time(
    world: World, video: Callable[[], Path], bursts: tuple[float, ...]
) -> None:
    result = listen_to(world, video())

    assert bursts_of(result) == pytest.approx(bursts, abs=0.1)
    assert (result["meta"]["partial"], result["meta"]["warnings"]) == (False, [])


def test_what_is_there_of_a_video_cut_in_a_fragment_is_sent_and_called_partial(world: World) -> None:
    result = listen_to(world, cut_at_a_fragment(60))

    assert bursts_of(result) == pytest.approx((1, 6), abs=0.1)
    assert result["meta"]["partial"] is True
