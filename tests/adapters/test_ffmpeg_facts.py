from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import FileVideo
from tests.builders import a_deadline, some_facts
from tests.media import clips, oddities
from tests.media.store import FFMPEG, write
from worker.adapters.ffmpeg import FfmpegPictures, FfmpegProgram
from worker.adapters.ffmpeg.pictures.report import read_picture_track
from worker.jobs.errors import JobError

if TYPE_CHECKING:
    from pathlib import Path

    from worker.video.facts import MediaFacts

PICTURES = FfmpegPictures(FfmpegProgram(FFMPEG))
MATROSKA_LENGTH = b"\x44\x89\x88"
"""What stands before the eight bytes of a Matroska file's length."""


def examine(path: Path, folder: Path) -> MediaFacts:
    return PICTURES.examine(FileVideo(path), folder, a_deadline())


@pytest.mark.parametrize("ending", ["mkv", "webm", "wmv"])
def test_a_clock_that_begins_late_makes_a_video_no_longer(ending: str, tmp_path: Path) -> None:
    assert examine(oddities.part_of_a_stream(ending, 600), tmp_path).seconds == pytest.approx(20, abs=0.1)


@pytest.mark.parametrize("ending", ["mkv", "webm"])
def test_subtitles_behind_its_end_make_a_video_no_longer(ending: str, tmp_path: Path) -> None:
    assert examine(oddities.long_subtitles(ending), tmp_path).seconds == pytest.approx(20, abs=0.1)


def test_a_video_is_described_as_its_row_tells(tmp_path: Path) -> None:
    facts = examine(clips.bursts(), tmp_path)

    size = clips.bursts().stat().st_size
    assert facts == some_facts(
        seconds=20.0, width=160, height=90, frame_rate=5.0, bit_rate=round(size * 8 / 20.0), hdr=False
    )


@pytest.mark.parametrize(
    ("ending", "video", "audio"),
    [
        ("mov", "h264", "aac"),
        ("mkv", "h264", "aac"),
        ("webm", "vp8", "opus"),
        ("avi", "mpeg4", "mp3"),
        ("ts", "h264", "aac"),
        ("flv", "h264", "aac"),
        ("wmv", "wmv2", "wmav2"),
        ("mpg", "mpeg2video", "mp2"),
    ],
)
def test_every_usual_container_tells_length_and_codecs(ending: str, video: str, audio: str, tmp_path: Path) -> None:
    facts = examine(clips.container(ending), tmp_path)

    assert (facts.whole_seconds, facts.video_codec, facts.audio_codec) == (20, video, audio)
    assert (facts.width, facts.height) == (160, 90)


def test_a_video_in_fragments_is_as_long_as_all_of_them(tmp_path: Path) -> None:
    assert examine(clips.fragmented(), tmp_path).whole_seconds == 20


def test_a_length_that_no_row_can_hold_is_not_believed(tmp_path: Path) -> None:
    damaged = bytearray(clips.container("mkv").read_bytes())
    length = damaged.index(MATROSKA_LENGTH) + len(MATROSKA_LENGTH)
    damaged[length : length + 8] = struct.pack(">d", 1e13)
    (tmp_path / "damaged.mkv").write_bytes(damaged)

    assert examine(tmp_path / "damaged.mkv", tmp_path).whole_seconds == 20


@pytest.mark.parametrize("content", [b"", b"this is no video", b"#EXTM3U\n#EXTINF:1,\nsegment.ts\n"])
def test_what_is_no_video_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(JobError) as caught:
        examine(write("nothing.mp4", content), tmp_path)

    assert caught.value.condition.reason == "not_media"


@pytest.mark.parametrize("seconds", [3, 20])
@pytest.mark.parametrize("ending", ["mp4", "mov", "wmv", "flv"])
def test_a_second_recording_makes_a_row_partial_as_it_does_a_summary(
    ending: str, seconds: float, tmp_path: Path
) -> None:
    facts = examine(oddities.restarted(ending, seconds), tmp_path)

    assert (facts.seconds, facts.partial) == (pytest.approx(seconds, abs=0.25), True)


def test_a_title_that_imitates_a_stream_is_not_believed() -> None:
    lines = (
        "    title           : Stream #0:0: Video: evil, yuv420p, 9x9, 1 fps",
        "  Stream #0:0[0x1](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p, 640x360 [SAR 1:1], 30 fps, 30 tbr",
        "      Display Matrix  : rotation of 90.00 degrees",
    )
    track = read_picture_track(lines)

    assert track is not None
    assert (track.codec, track.width, track.height) == ("h264", 640, 360)
