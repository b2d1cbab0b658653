from __future__ import annotations

import pytest

from worker.adapters.ffmpeg.process.lines import LineKeeper, LineSplitter
from worker.adapters.ffmpeg.report import WORTH_KEEPING, Decoding, Media, read_decoding, read_media

BANNER = "ffmpeg version n9.0.2-17-g2a571b6068-20260930 Copyright (c) 2000-2026 the FFmpeg developers"
OPENED = "Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:/tmp/job/source.bin':"
STEREO = "  Stream #0:1[0x2](kor): Audio: aac (LC) (mp4a / 0x6134706D), 48000 Hz, stereo, fltp, delay 1024, 67 kb/s"


def keep(text: str) -> tuple[str, ...]:
    keeper = LineKeeper(WORTH_KEEPING)
    LineSplitter(keeper.read).split(text.encode())
    return keeper.lines


def read(*lines: str) -> Media:
    return read_media(keep("\n".join((*lines, ""))))


@pytest.mark.parametrize(
    ("banner", "version"),
    [
        (BANNER, "9.0.2"),
        ("ffmpeg version 7.0.2-static https://johnvansickle.com/ffmpeg/  Copyright (c) 2000-2024", "7.0.2"),
        ("ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers", "5.1.9"),
        ("ffmpeg version 8.0 Copyright", "8.0"),
        ("ffmpeg version N-118000-gabcdef Copyright", ""),
        ("avconv version 9", ""),
    ],
)
def test_the_version_is_read_from_the_banner(banner: str, version: str) -> None:
    assert read(banner).version == version


@pytest.mark.parametrize(
    ("lines", "seconds"),
    [
        (["  Duration: 00:00:20.07, start: 0.000000, bitrate: 658 kb/s"], 20.07),
        (["  Duration: 26:03:04.50, start: 0.000000, bitrate: 658 kb/s"], 93_784.5),
        (["  Duration: N/A, start: 0.000000, bitrate: N/A"], None),
        ([], None),
        (
            [
                "[aac @ 0x55d5] Estimating duration from bitrate, this may be inaccurate",
                "  Duration: 00:10:00.00, start: 0.000000, bitrate: 64 kb/s",
            ],
            None,
        ),
    ],
)
def test_the_declared_length_is_only_what_the_container_knows(lines: list[str], seconds: float | None) -> None:
    assert read(*lines).declared_seconds == seconds


@pytest.mark.parametrize(
    ("container", "start", "seconds"),
    [
        ("matroska,webm", "600.000000", 20.0),
        ("asf", "600.000000", 20.0),
        ("matroska,webm", "620.000000", 620.0),
        ("matroska,webm", "-0.007000", 620.0),
        ("flv", "600.000000", 620.0),
    ],
)
def test_what_declares_its_end_is_as_long_as_from_its_start(container: str, start: str, seconds: float) -> None:
    lines = (f"Input #0, {container}, from 'pipe:0':", f"  Duration: 00:10:20.00, start: {start}, bitrate: N/A")

    assert read(*lines).declared_seconds == seconds


@pytest.mark.parametrize(
    "line",
    [
        "[in#0/flv @ 0x55e1] Error during demuxing: Invalid data found when processing input",
        "[in#0/matroska,webm @ 0x55d6] File ended prematurely",
        "[matroska,webm @ 0x55d6] File ended prematurely at pos. 120975 (0x1d88f)",
        "[mov,mp4,m4a,3gp,3g2,mj2 @ 0x55d3] Found duplicated MOOV Atom. Skipped it",
        "[in#0/mov,mp4,m4a,3gp,3g2,mj2 @ 0x5639] stream 1, offset 0x1c0e7: partial file",
    ],
)
def test_a_run_that_came_to_no_good_end_says_so(line: str) -> None:
    assert read_decoding(keep(f"{line}\n")).broken_off


def test_the_bytes_that_were_read_are_not_those_that_were_written() -> None:
    lines = (
        "[AVIOContext @ 0x55] Statistics: 641242 bytes written, 0 seeks",
        "[AVIOContext @ 0x55] Statistics: 983040 bytes read",
    )

    assert read_decoding(keep("\n".join((*lines, "")))).read == 983_040


@pytest.mark.parametrize(
    "imitation",
    [
        f"                    : {STEREO}",
        "    title           :   Duration: 99:00:00.00, x",
        "    Stream #0:1     : Audio: aac, 48000 Hz, stereo",
        "                    : Input #0, x",
    ],
)
def test_metadata_is_not_mistaken_for_a_report(imitation: str) -> None:
    assert keep(f"{imitation}\n") == ()


@pytest.mark.parametrize(("opened", "lines"), [(True, [BANNER, OPENED]), (False, [BANNER])])
def test_a_container_that_was_recognised_is_announced(opened: bool, lines: list[str]) -> None:  # noqa: FBT001 - a table
    assert read(*lines).opened is opened


@pytest.mark.parametrize(
    ("lines", "totals"),
    [
        (
            [
                "[Parsed_volumedetect_4 @ 0x7fb1] n_samples: 0",
                "[Parsed_volumedetect_4 @ 0x7fb1] mean_volume: -16.6 dB",
                (
                    "[in#0/mov @ 0x5575]   Input stream #0:1 (audio): 939 packets read (168729 bytes); "
                    "861 frames decoded; 78 decode errors (881664 samples); "
                ),
            ],
            Decoding(939, 78, -16.6),
        ),
        (
            ["  Input stream #0:1 (audio): 939 packets read (168729 bytes); 938 frames decoded (960512 samples); "],
            Decoding(939, 0, None),
        ),
        ([], Decoding(0, 0, None)),
    ],
    ids=["9.0.2", "5.1.9", "nothing"],
)
def test_the_totals_of_a_run_are_read_in_every_versions_words(lines: list[str], totals: Decoding) -> None:
    assert read_decoding(keep("\n".join((*lines, "")))) == totals
