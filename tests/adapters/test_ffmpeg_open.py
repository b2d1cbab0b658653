from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.summary import FakeVideo
from worker.adapters.ffmpeg.source.open import SPARE_BYTES, check_room, copy
from worker.jobs.errors import FFMPEG_OUT_OF_DISK, SOURCE_TOO_LARGE, Condition, Handling, JobError

if TYPE_CHECKING:
    from pathlib import Path

GIGABYTE = 1024**3


def test_a_video_that_fits_beside_all_else_passes() -> None:
    check_room(GIGABYTE - SPARE_BYTES, 2 * GIGABYTE, GIGABYTE)


@pytest.mark.parametrize(
    ("size", "condition", "handling"),
    [
        (2 * GIGABYTE - SPARE_BYTES + 1, SOURCE_TOO_LARGE, Handling.PERMANENT),
        (GIGABYTE, FFMPEG_OUT_OF_DISK, Handling.RETRYABLE),
    ],
    ids=["larger than the disk", "larger than what its neighbours leave"],
)
def test_only_what_the_whole_disk_could_not_hold_is_refused_for_good(
    size: int, condition: Condition, handling: Handling
) -> None:
    with pytest.raises(JobError) as refused:
        check_room(size, 2 * GIGABYTE, GIGABYTE)

    assert (refused.value.condition, refused.value.handling) == (condition, handling)


def test_a_videos_place_is_taken_before_its_first_byte_comes(tmp_path: Path) -> None:
    taken: list[int] = []
    video = FakeVideo(b"x" * 100_000, on_read=lambda: taken.append((tmp_path / "video.bin").stat().st_blocks * 512))

    copy(video, tmp_path)

    assert taken[0] >= video.size
    assert (tmp_path / "video.bin").read_bytes() == video.content


def test_an_empty_video_is_an_empty_file(tmp_path: Path) -> None:
    copy(FakeVideo(b""), tmp_path)

    assert (tmp_path / "video.bin").read_bytes() == b""
