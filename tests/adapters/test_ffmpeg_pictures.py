from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import FileVideo
from tests.builders import a_deadline, some_facts
from tests.media import clips
from tests.media.store import FFMPEG, MAKER
from worker.adapters.ffmpeg import FfmpegPictures, FfmpegProgram
from worker.adapters.ffmpeg.pictures.report import read_jpeg
from worker.jobs.errors import JobError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from worker.video.facts import MediaFacts, Picture

PICTURES = FfmpegPictures(FfmpegProgram(FFMPEG))
RED, GREEN, BLUE, BLACK = (254, 0, 0), (0, 255, 1), (0, 0, 254), (0, 0, 0)


@dataclass(frozen=True)
class CountingVideo(FileVideo):
    """Remembers how far it was read."""

    reads: list[int] = field(default_factory=list[int])

    def stream(self, first: int, last: int) -> Generator[bytes]:
        for piece in super().stream(first, last):
            self.reads.append(len(piece))
            yield piece


def examine(path: Path, folder: Path) -> MediaFacts:
    return PICTURES.examine(FileVideo(path), folder, a_deadline())


def take(path: Path, folder: Path, moment: float = 1.0) -> Picture | None:
    facts = examine(path, folder)
    return PICTURES.grab(FileVideo(path), facts, moment, folder, a_deadline())


def colour_of(picture: Picture | None) -> tuple[int, ...]:
    """The mean colour of a JPEG, as FFmpeg itself reads it."""
    assert picture is not None
    command = [MAKER, "-v", "error", "-i", "pipe:0", "-vf", "scale=1:1:flags=area", "-f", "rawvideo"]
    command += ["-pix_fmt", "rgb24", "pipe:1"]
    return tuple(subprocess.run(command, input=picture.jpeg, capture_output=True, check=True).stdout)


def near(colour: tuple[int, int, int]) -> object:
    return pytest.approx(colour, abs=12)


@pytest.mark.parametrize(("moment", "colour"), [(0.0, RED), (3.9, RED), (5.0, GREEN), (8.0, BLUE), (11.9, BLUE)])
def test_the_picture_is_the_one_of_the_moment(moment: float, colour: tuple[int, int, int], tmp_path: Path) -> None:
    assert colour_of(take(clips.colours(), tmp_path, moment)) == near(colour)


def test_a_moment_behind_the_last_picture_has_none(tmp_path: Path) -> None:
    assert take(clips.colours(), tmp_path, 12.5) is None


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_video_gives_an_upright_picture(turn: int, tmp_path: Path) -> None:
    path = clips.make(f"turned{turn}.mp4", ("-display_rotation", str(turn), "-i", str(clips.colours()), "-c", "copy"))
    facts, picture = examine(path, tmp_path), take(path, tmp_path)

    upright = (320, 180) if turn == 180 else (180, 320)
    assert (facts.width, facts.height) == upright
    assert picture is not None
    assert (picture.width, picture.height) == upright


def test_oblong_pixels_become_square(tmp_path: Path) -> None:
    facts, picture = examine(clips.oblong_pixels(), tmp_path), take(clips.oblong_pixels(), tmp_path)

    assert (facts.width, facts.height) == (213, 90)
    assert picture is not None
    assert (picture.width, picture.height) == (212, 90)


def test_a_large_video_gives_a_picture_that_fits_and_a_small_one_is_not_blown_up(tmp_path: Path) -> None:
    large = clips.make("large.mp4", (*clips.pictures(1.0, "2", "2560x1440"), *clips.MP4))
    small = clips.make("small.mp4", (*clips.pictures(1.0, "2", "64x48"), *clips.MP4))
    found = [take(path, tmp_path, 0.0) for path in (large, small)]

    assert [(one.width, one.height) for one in found if one] == [(1280, 720), (64, 48)]


@pytest.mark.parametrize("transfer", ["smpte2084", "arib-std-b67"])
def test_hdr_is_told_and_mapped_to_a_usual_screen(transfer: str, tmp_path: Path) -> None:
    facts, picture = examine(clips.hdr(transfer), tmp_path), take(clips.hdr(transfer), tmp_path)
    plain = PICTURES.grab(FileVideo(clips.hdr(transfer)), some_facts(hdr=False), 1.0, tmp_path, a_deadline())

    assert facts.hdr
    assert max(colour_of(picture)) > 40
    assert colour_of(picture) != colour_of(plain)


def test_a_video_without_sound_is_described_and_pictured(tmp_path: Path) -> None:
    facts = examine(clips.colours(), tmp_path)

    assert (facts.audio_codec, facts.audio_tracks) == (None, 0)


def test_music_with_a_cover_has_no_track_of_pictures(tmp_path: Path) -> None:
    with pytest.raises(JobError) as caught:
        examine(clips.with_cover(), tmp_path)

    assert caught.value.condition.reason == "no_picture"


def long_video(*more: str) -> Path:
    """Ten minutes, of which 5 s are under a hundredth."""
    return clips.make(f"long{len(more)}.mp4", (*clips.pictures(600.0, "5", "320x180"), *clips.H264, *more))


@pytest.mark.parametrize(
    "make", [lambda: long_video("-movflags", "+faststart"), long_video], ids=["index first", "index last"]
)
def test_of_a_long_video_only_a_little_is_read(make: Callable[[], Path], tmp_path: Path) -> None:
    video = CountingVideo(make(), piece=64 * 1024)

    facts = PICTURES.examine(video, tmp_path, a_deadline())
    picture = PICTURES.grab(video, facts, 5.0, tmp_path, a_deadline())

    assert picture is not None
    assert facts.whole_seconds == 600
    assert sum(video.reads) < 0.15 * video.size
    assert list(tmp_path.iterdir()) == []


def test_half_a_jpeg_is_none() -> None:
    whole = subprocess.run(
        [MAKER, "-v", "error", "-f", "lavfi", "-i", "color=red:s=32x16", "-frames:v", "1", "-f", "mjpeg", "pipe:1"],
        capture_output=True,
        check=True,
    ).stdout
    picture = read_jpeg(whole)

    assert picture is not None
    assert (picture.width, picture.height) == (32, 16)
    assert [read_jpeg(whole[:size]) for size in (0, 2, len(whole) // 2, len(whole) - 2)] == [None] * 4
