from __future__ import annotations

import pytest

from worker.adapters.ffmpeg.tracks import AudioTrack, find_pictures, read_tracks

STEREO = "  Stream #0:1[0x2](kor): Audio: aac (LC) (mp4a / 0x6134706D), 48000 Hz, stereo, fltp, delay 1024, 67 kb/s"
PICTURES = "  Stream #0:1[0x100]: Video: h264 ([27][0][0][0] / 0x001B), yuv420p, 160x90 [SAR 1:1 DAR 16:9], 10 fps"


@pytest.mark.parametrize(
    ("line", "track"),
    [
        (
            STEREO,
            AudioTrack(0, stereo=True, default=False, language="kor", codec="aac", codec_name="mp4a", rate=48_000),
        ),
        (
            f"{STEREO} (default) (comment)",
            AudioTrack(0, True, True, language="kor", beside=True, codec="aac", codec_name="mp4a", rate=48_000),
        ),
        (
            "  Stream #0:0: Audio: opus, 48000 Hz, mono, fltp (default)",
            AudioTrack(0, stereo=False, default=True, codec="opus", codec_name="opus", rate=48_000),
        ),
        (
            "  Stream #0:0(eng): Audio: ac3, 48000 Hz, 5.1(side), fltp, 448 kb/s (visual impaired) (descriptions)",
            AudioTrack(0, False, False, language="eng", beside=True, codec="ac3", codec_name="ac3", rate=48_000),
        ),
        (
            "  Stream #0:0[0x100]: Audio: mp3 (mp3float) ([3][0][0][0] / 0x0003), 48000 Hz, 2 channels, s16",
            AudioTrack(0, stereo=True, default=False, codec="mp3", codec_name="mp3", rate=48_000),
        ),
        (
            "  Stream #0:0[0x100]: Audio: none, 0 channels",
            AudioTrack(0, stereo=False, default=False, codec="none", codec_name="none"),
        ),
        (
            "  Stream #0:1[0x2](und): Audio: apple_apac (apac / 0x63617061), 48000 Hz, mono, delay 1024, 70 kb/s",
            AudioTrack(
                0, stereo=False, default=False, language="und", codec="apple_apac", codec_name="apac", rate=48_000
            ),
        ),
        (
            "  Stream #0:1[0x2]: Audio: none (ac-4 / 0x342D6361), 48000 Hz, stereo, 70 kb/s",
            AudioTrack(0, stereo=True, default=False, codec="none", codec_name="ac-4", rate=48_000),
        ),
    ],
)
def test_an_audio_stream_is_a_track(line: str, track: AudioTrack) -> None:
    assert read_tracks([line]) == (track,)


def test_tracks_are_counted_among_the_audio_streams_alone() -> None:
    tracks = read_tracks(["  Stream #0:0: Video: h264, yuv420p", STEREO, "  Stream #0:2: Subtitle: mov_text", STEREO])

    assert [track.index for track in tracks] == [0, 1]


@pytest.mark.parametrize(
    ("lines", "stream"),
    [
        ([STEREO, PICTURES], 1),
        ([PICTURES.replace("#0:1", "#0:0"), STEREO, PICTURES], 0),
        ([PICTURES.replace(", 160x90", "")], None),
        ([f"{PICTURES} (attached pic)"], None),
        ([STEREO], None),
    ],
)
def test_the_pictures_are_the_first_that_move_and_have_a_size(lines: list[str], stream: int | None) -> None:
    assert find_pictures(lines) == stream
