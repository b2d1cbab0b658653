from __future__ import annotations

import pytest

from worker.adapters.ffmpeg.picture_report import read_picture_track

VIDEO = "  Stream #0:0[0x1](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p, 320x180, 30 fps, 30 tbr, 15360 tbn"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("      Display Matrix: rotation of -90.00 degrees", id="9.0.2"),
        pytest.param("        displaymatrix: rotation of -90.00 degrees", id="7.1.5"),
    ],
)
def test_a_turn_is_read_as_each_version_prints_it(line: str) -> None:
    track = read_picture_track([VIDEO, line])

    assert track is not None
    assert (track.width, track.height) == (180, 320)


def test_a_turn_that_the_files_metadata_claims_is_not_believed() -> None:
    track = read_picture_track([VIDEO, "      Display Matrix  : rotation of -90.00 degrees"])

    assert track is not None
    assert (track.width, track.height) == (320, 180)
