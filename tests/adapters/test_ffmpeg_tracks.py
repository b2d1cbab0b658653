from __future__ import annotations

import pytest

from worker.adapters.ffmpeg.tracks import AudioTrack, choose_track, read_tracks

STEREO = "  Stream #0:1[0x2](kor): Audio: aac (LC) (mp4a / 0x6134706D), 48000 Hz, stereo, fltp, delay 1024, 67 kb/s"


@pytest.mark.parametrize(
    ("line", "track"),
    [
        (STEREO, AudioTrack(0, stereo=True, default=False)),
        (f"{STEREO} (default)", AudioTrack(0, stereo=True, default=True)),
        ("  Stream #0:0: Audio: opus, 48000 Hz, mono, fltp (default)", AudioTrack(0, stereo=False, default=True)),
        ("  Stream #0:0: Audio: ac3, 48000 Hz, 5.1(side), fltp, 448 kb/s", AudioTrack(0, stereo=False, default=False)),
        ("  Stream #0:0: Audio: pcm_s16le, 48000 Hz, 2 channels, s16", AudioTrack(0, stereo=True, default=False)),
        ("  Stream #0:0[0x100]: Audio: none, 0 channels", AudioTrack(0, stereo=False, default=False)),
    ],
)
def test_an_audio_stream_is_a_track(line: str, track: AudioTrack) -> None:
    assert read_tracks([line]) == (track,)


def test_tracks_are_counted_among_the_audio_streams_alone() -> None:
    tracks = read_tracks(["  Stream #0:0: Video: h264, yuv420p", STEREO, "  Stream #0:2: Subtitle: mov_text", STEREO])

    assert [track.index for track in tracks] == [0, 1]


@pytest.mark.parametrize(("defaults", "chosen"), [("--", 0), ("-d", 1), ("d-", 0), ("-dd", 1), ("-", 0)])
def test_the_first_default_track_is_chosen_or_else_the_first(defaults: str, chosen: int) -> None:
    tracks = tuple(AudioTrack(index, stereo=True, default=mark == "d") for index, mark in enumerate(defaults))

    assert choose_track(tracks).index == chosen
