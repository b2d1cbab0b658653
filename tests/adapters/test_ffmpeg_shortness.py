"""Files whose end is missing, and which say so in their heads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import FileVideo
from tests.adapters.test_ffmpeg_pictures import PICTURES, CountingVideo, examine
from tests.builders import a_deadline
from tests.media import clips
from tests.media.store import write
from worker.adapters.ffmpeg.source.shortness import find_shortness

if TYPE_CHECKING:
    from pathlib import Path

BOX_HEAD = 16

WHOLE = ["mp4", "mkv", "webm", "avi", "mov", "ts", "flv", "wmv", "mpg"]


def half(ending: str, share: float = 0.5) -> Path:
    data = (clips.bursts() if ending == "mp4" else clips.container(ending)).read_bytes()
    return write(f"half.{ending}", data[: int(len(data) * share)])


@pytest.mark.parametrize("ending", ["mp4", "mkv", "webm", "avi"])
def test_half_a_video_is_catalogued_at_what_is_there_and_told(ending: str, tmp_path: Path) -> None:
    facts = examine(half(ending), tmp_path)

    assert facts.partial
    assert 4 <= facts.whole_seconds <= 16


@pytest.mark.parametrize("ending", WHOLE)
def test_a_whole_video_is_not_taken_for_a_part(ending: str, tmp_path: Path) -> None:
    path = clips.bursts() if ending == "mp4" else clips.container(ending)
    facts = examine(path, tmp_path)

    assert (facts.partial, facts.whole_seconds) == (False, 20)


def test_what_stands_behind_a_whole_video_is_no_cut() -> None:
    assert not find_shortness(FileVideo(write("junk.mp4", clips.bursts().read_bytes() + b"\x7fjunk of a writer")))


def test_a_fragmented_video_is_no_cut(tmp_path: Path) -> None:
    assert not examine(clips.fragmented(), tmp_path).partial


def test_a_fragmented_video_that_breaks_off_is_catalogued_at_what_is_there_and_told(tmp_path: Path) -> None:
    facts = examine(write("half.mp4", clips.fragmented().read_bytes()[:160_000]), tmp_path)

    assert facts.partial
    assert 4 <= facts.whole_seconds <= 16


def test_its_fragments_are_not_read_one_by_one(tmp_path: Path) -> None:
    def count_heads(content: bytes) -> int:
        video = CountingVideo(write("many.mp4", content))
        PICTURES.examine(video, tmp_path, a_deadline())
        return video.reads.count(BOX_HEAD)

    whole = clips.fragmented().read_bytes()
    assert count_heads(whole + 100 * whole[whole.rindex(b"moof") - 4 :]) == count_heads(whole)


@pytest.mark.parametrize("content", [b"", b"\x1a\x45\xdf\xa3", b"\x1a\x45\xdf\xa3\x84", b"RIFF", b"\0\0\0\0ftyp"])
def test_a_head_that_is_none_says_nothing(content: bytes) -> None:
    assert not find_shortness(FileVideo(write("head.bin", content)))


def test_only_heads_are_read_for_it() -> None:
    video = CountingVideo(clips.bursts(), piece=64 * 1024)

    assert not find_shortness(video)
    assert sum(video.reads) < 1000
