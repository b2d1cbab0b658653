from __future__ import annotations

import pytest

from worker.adapters.ffmpeg.integrity import find_damage, find_missing, find_unread
from worker.adapters.ffmpeg.packets import PacketClock
from worker.adapters.ffmpeg.report import Decoding


def listing(audio_end: float, pictures_end: float) -> PacketClock:
    clock = PacketClock()
    for line in (
        "#tb 0: 1/48000",
        "#tb 1: 1/12800",
        f"0, {round(audio_end * 48_000) - 1_024}, {round(audio_end * 48_000) - 1_024},     1024,      345, 0x0ff8a8fc",
        f"1, {round(pictures_end * 12_800) - 512},        NOPTS,      512,     2496, 0x7485caf4, F=0x0",
    ):
        clock.read(line.encode())
    return clock


@pytest.mark.parametrize(
    ("heard", "declared", "audio_end", "pictures_end", "expected"),
    [
        (20.0, 20.0, 20.0, 20.0, None),
        (19.61, 20.0, 9.0, 9.0, None),
        (19.5, 20.0, 20.0, 20.0, 20.0),
        (10.0, 20.0, 10.0, 10.0, 20.0),
        (5.0, 20.0, 5.0, 20.0, None),
        (4.8, 20.0, 5.0, 20.0, 5.0),
        (10.0, 20.0, 10.0, 19.5, 20.0),
        (25.0, 20.0, 25.0, 20.0, None),
        (10.0, None, 20.0, 20.0, None),
        (0.976, 1.0, 1.0, 1.0, None),
        (0.89, 1.0, 1.0, 1.0, 1.0),
        (3.84, 4.0, 3.93, 3.93, 3.93),
    ],
    ids=[
        "all of it",
        "98 % without a look",
        "less than 98 %",
        "file cut off",
        "track ends early",
        "part of a track that ends early",
        "pictures cut off too",
        "more than declared",
        "nothing declared",
        "a short track less what its codec drops",
        "less than that",
        "a file that is cut off in its last packet",
    ],
)
def test_what_is_missing_is_told_against_what_the_file_holds(
    heard: float, declared: float | None, audio_end: float, pictures_end: float, expected: float | None
) -> None:
    missing = find_missing(heard, declared, lambda: listing(audio_end, pictures_end))

    sentence = None if expected is None else f"Only {heard:.1f} of {expected:.1f} s of audio could be decoded."
    assert missing == sentence


def test_a_whole_track_is_not_read_a_second_time() -> None:
    def look() -> PacketClock:
        raise AssertionError

    assert find_missing(20.0, 20.0, look) is None


@pytest.mark.parametrize(
    ("read", "size", "told"),
    [
        (983_040, 1_909_226, True),
        (980_000, 1_000_000, False),
        (979_999, 1_000_000, True),
        (5, None, False),
        (None, 5, False),
    ],
)
def test_a_file_of_which_less_than_98_percent_were_read_holds_more(
    read: int | None,
    size: int | None,
    told: bool,  # noqa: FBT001 - a table
) -> None:
    assert (find_unread(Decoding(1, 0, -20.0, read=read), size) is not None) is told


@pytest.mark.parametrize(
    ("packets", "bad", "damaged"),
    [(939, 0, False), (100, 5, False), (100, 6, True), (0, 0, False), (1, 1, True)],
)
def test_more_than_5_percent_of_bad_packets_is_damage(packets: int, bad: int, damaged: bool) -> None:  # noqa: FBT001 - a table
    sentence = find_damage(Decoding(packets, bad, -20.0))

    assert sentence == (f"{bad} of {packets} audio packets were damaged." if damaged else None)


def test_pictures_end_when_the_last_one_is_shown_not_when_it_is_stored() -> None:
    clock = PacketClock()
    for line in (b"#tb 1: 1/10", b"1,         20,         26,        2,      345, 0x0ff8a8fc"):
        clock.read(line)

    assert clock.file_end == 2.8


def test_a_listing_without_packets_ends_at_nothing() -> None:
    clock = PacketClock()
    clock.read(b"#software: Lavf63.1.102")

    assert (clock.audio_end, clock.file_end) == (0.0, 0.0)
