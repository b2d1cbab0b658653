"""A picture of every video that can be decoded, whatever its colour tags say (ITU-T H.273)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.test_ffmpeg_pictures import colour_of, examine, near, take
from tests.media import clips
from tests.media.store import write
from worker.adapters.ffmpeg.pictures.arguments import plan_renderings

if TYPE_CHECKING:
    from pathlib import Path

NAMED = 19
"""Values that the tables name, and some more; all behind these mean nothing to any program."""

VALUES = [*range(NAMED), 22, 255]
FEW = [0, 3, 10, 14, 255]
"""Those that FFmpeg does not convert, for the codecs beside H.264."""
BITS = {"h264": "h264_metadata", "hevc": "hevc_metadata"}
CODERS = {
    # Without tags in the pictures, so that those of the container count.
    "h264": (*clips.H264, "-x264-params", "colormatrix=undef:colorprim=undef:transfer=undef"),
    "hevc": ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error", "-pix_fmt", "yuv420p"),
    "mpeg4": ("-c:v", "mpeg4"),
}
RED_FILM = ("-f", "lavfi", "-i", "color=red:s=64x36:r=5:d=1")
HD = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709")


def film(codec: str, ending: str) -> Path:
    return clips.make(f"red-{codec}.{ending}", (*RED_FILM, *CODERS[codec], *HD, "-movflags", "+write_colr"))


def tagged(codec: str, **tags: int) -> Path:
    """A red video with other tags in its pictures."""
    written = ":".join(f"{name}={value}" for name, value in tags.items())
    name = "-".join(map(str, tags.values()))
    arguments = ("-i", str(film(codec, "mp4")), "-c", "copy", "-bsf:v", f"{BITS[codec]}={written}")
    return clips.make(f"tags-{codec}-{name}.mp4", arguments)


@pytest.mark.parametrize(
    ("codec", "matrix"), [*(("h264", value) for value in VALUES), *(("hevc", value) for value in FEW)]
)
def test_every_matrix_in_the_pictures_gives_a_picture(codec: str, matrix: int, tmp_path: Path) -> None:
    assert take(tagged(codec, matrix_coefficients=matrix), tmp_path, 0.0) is not None


@pytest.mark.parametrize("value", VALUES)
def test_every_kind_of_primaries_and_of_light_gives_a_picture(value: int, tmp_path: Path) -> None:
    path = tagged("h264", colour_primaries=value, transfer_characteristics=value)

    assert take(path, tmp_path, 0.0) is not None


@pytest.mark.parametrize(
    ("codec", "value"), [*(("h264", value) for value in VALUES), *(("mpeg4", value) for value in FEW)]
)
def test_every_colr_box_gives_a_picture(codec: str, value: int, tmp_path: Path) -> None:
    data = bytearray(film(codec, "mov").read_bytes())
    tags = data.index(b"colr") + len(b"colrnclc")
    data[tags : tags + 6] = value.to_bytes(2, "big") * 3

    assert take(write(f"colr-{codec}-{value}.mov", bytes(data)), tmp_path, 0.0) is not None


@pytest.mark.parametrize("matrix", [3, 8, 10, 14])
def test_a_doubtful_colour_is_one_of_bt_709(matrix: int, tmp_path: Path) -> None:
    usual, odd = (take(tagged("h264", matrix_coefficients=value), tmp_path, 0.0) for value in (1, matrix))

    assert colour_of(odd) == near(colour_of(usual)[:3])  # pyright: ignore[reportArgumentType] - three numbers


@pytest.mark.parametrize("matrix", [3, 10, 14])
def test_hdr_of_a_doubtful_matrix_is_mapped_all_the_same(matrix: int, tmp_path: Path) -> None:
    tags = {"colour_primaries": 9, "transfer_characteristics": 16}
    usual, odd = (tagged("hevc", matrix_coefficients=value, **tags) for value in (9, matrix))

    assert examine(odd, tmp_path).hdr
    assert colour_of(take(odd, tmp_path, 0.0)) == colour_of(take(usual, tmp_path, 0.0))


@pytest.mark.parametrize("hdr", [False, True])
def test_a_video_is_tried_first_as_it_is_tagged(*, hdr: bool) -> None:
    first, *_ = plan_renderings("h264", hdr=hdr)

    assert (first.tone_map, first.retag) == (hdr, ())
