from __future__ import annotations

import pytest

from worker.adapters.ffmpeg.pictures.report import read_picture_track

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


RATES = [
    pytest.param("30 fps, 30 tbr, 15360 tbn", 30.0, id="MP4"),
    pytest.param("1k fps, 1k tbr, 1k tbn", 0.0, id="a browser's recording that says nothing else"),
    pytest.param("51.2 fps, 1k tbr, 1k tbn", 51.2, id="a browser's recording"),
    pytest.param("1k fps, 51 tbr, 1k tbn", 51.0, id="a base rate behind a time base"),
    pytest.param("1k tbr, 1k tbn", 0.0, id="MKV without a rate"),
    pytest.param("90k tbr, 90k tbn", 0.0, id="MPEG-TS, MPEG-PS"),
    pytest.param("29.97 fps, 90k tbr, 90k tbn", 29.97, id="MPEG-TS of a phone"),
    pytest.param("600 fps, 25 tbr, 600 tbn", 25.0, id="AVI from a copy"),
    pytest.param("29.76 fps, 29.97 tbr, 600 tbn", 29.76, id="a phone of variable rate"),
    pytest.param("240 fps, 240 tbr, 600 tbn", 240.0, id="slow motion"),
    pytest.param("0.20 fps, 5 tbr, 12800 tbn", 0.2, id="stills"),
    pytest.param("25 tbr, 1200k tbn", 25.0, id="raw pictures"),
    pytest.param("15360 tbn", 0.0, id="no rate at all"),
]


@pytest.mark.parametrize(("says", "rate"), RATES)
def test_what_a_container_counts_time_by_is_no_rate(says: str, rate: float) -> None:
    track = read_picture_track([f"  Stream #0:0: Video: vp8, yuv420p, 640x480, {says}"])

    assert track is not None
    assert track.frame_rate == rate
