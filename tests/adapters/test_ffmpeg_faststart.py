from __future__ import annotations

import struct
import tracemalloc
from functools import reduce

import pytest

from tests.fakes.summary import FakeVideo
from worker.adapters.ffmpeg.source.boxes import OddBoxError
from worker.adapters.ffmpeg.source.edit_lists import PICTURES
from worker.adapters.ffmpeg.source.faststart import MOST_INDEX_BYTES, order_for_a_pipe
from worker.adapters.ffmpeg.source.sample_tables import move_samples

SAMPLES = range(100, 1_000)


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def long_box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4sQ", 1, kind, 16 + len(body)) + body


def table(kind: bytes, *places: int) -> bytes:
    width = {b"stco": "I", b"co64": "Q"}[kind]
    return box(kind, bytes(4), struct.pack(f">I{len(places)}{width}", len(places), *places))


def index(*tables: bytes) -> bytes:
    tracks = [box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", box(b"stsd"), one)))) for one in tables]
    return box(b"moov", box(b"mvhd", bytes(20)), *tracks)


FRONT, SOUND = box(b"ftyp", b"isom"), box(b"mdat", bytes(5_000))
INDEX = index(table(b"stco", 20, 30))


@pytest.mark.parametrize("kind", [b"stco", b"co64"])
def test_places_of_samples_move_by_the_length_of_the_index(kind: bytes) -> None:
    moved = move_samples(index(table(kind, 100, 999)), SAMPLES)
    length = len(moved)

    assert moved == index(table(kind, 100 + length, 999 + length))


def test_places_elsewhere_stay() -> None:
    assert move_samples(index(table(b"stco", 99, 1_000)), SAMPLES) == index(table(b"stco", 99, 1_000))


def test_every_track_is_moved() -> None:
    moved = move_samples(index(table(b"stco", 100), table(b"co64", 200)), SAMPLES)

    assert moved == index(table(b"stco", 100 + len(moved)), table(b"co64", 200 + len(moved)))


def test_a_place_beyond_32_bits_is_an_overflow() -> None:
    with pytest.raises(OverflowError):
        move_samples(index(table(b"stco", 2**32 - 10)), range(2**32))


@pytest.mark.parametrize(
    "odd",
    [
        box(b"moov"),
        index(box(b"stco", bytes(4), b"\xff\xff\xff\xff")),
        index(box(b"stco", bytes(6))),
        index(box(b"stco")),
        box(b"moov", b"\0\0\0\x04trak"),
        box(b"moov", b"\0\0\0"),
        box(b"moov", box(b"cmov", b"compressed")),
        box(b"moov", reduce(lambda inner, _: box(b"trak", inner), range(2_000), b"")),
    ],
    ids=[
        "no tables",
        "too many places",
        "half a count",
        "no count",
        "too short a box",
        "half a head",
        "compressed",
        "abyss",
    ],
)
def test_an_index_that_contradicts_itself_is_odd(odd: bytes) -> None:
    with pytest.raises(OddBoxError):
        move_samples(odd, SAMPLES)


def test_the_index_comes_first_and_all_else_in_its_order() -> None:
    tail = box(b"free", b"end")
    video = FakeVideo(FRONT + SOUND + INDEX + tail)

    order = order_for_a_pipe(video, PICTURES)

    assert order is not None
    pieces = [video.content[piece.start : piece.stop] if isinstance(piece, range) else piece for piece in order]
    moved = index(table(b"stco", 20 + len(INDEX), 30 + len(INDEX)))
    assert b"".join(pieces) == FRONT + moved + SOUND + tail


@pytest.mark.parametrize(
    "content",
    [
        FRONT + INDEX + SOUND,
        FRONT + INDEX + SOUND[:100],
        FRONT + INDEX + b"\0\0\0\0mdat" + bytes(100),
        b"\x1aE\xdf\xa3" + bytes(100),
        b"RIFF" + bytes(100),
        b"",
        b"\0\0",
    ],
    ids=["index first", "cut", "samples to the end", "Matroska", "RIFF", "empty", "two bytes"],
)
def test_what_a_pipe_takes_as_it_is_stays_as_it_is(content: bytes) -> None:
    assert order_for_a_pipe(FakeVideo(content), PICTURES) == (range(len(content)),)


@pytest.mark.parametrize(
    "content",
    [
        FRONT + SOUND,
        FRONT + SOUND + INDEX[:-1],
        FRONT + box(b"mdat", b"x")[:4] + b"\xff" * 4 + INDEX,
        FRONT + SOUND + box(b"moov", bytes(MOST_INDEX_BYTES)),
        FRONT + b"\0\0\0\x07free" + INDEX + SOUND,
        FRONT + b"\0\0\0\0" + INDEX[4:] + SOUND,
        FRONT + b"\xff\xff\xff\xff" + INDEX[4:] + SOUND,
    ],
    ids=[
        "no index",
        "cut index",
        "garbage between",
        "too large an index",
        "odd box",
        "index to the end",
        "index far beyond",
    ],
)
def test_what_no_pipe_can_take_is_for_a_file(content: bytes) -> None:
    assert order_for_a_pipe(FakeVideo(content), PICTURES) is None


def test_samples_in_a_box_of_64_bits_are_found() -> None:
    content = FRONT + long_box(b"mdat", bytes(5_000)) + INDEX

    order = order_for_a_pipe(FakeVideo(content), PICTURES)

    assert order is not None
    assert order[1] == index(table(b"stco", 20 + len(INDEX), 30 + len(INDEX)))


def test_an_index_is_moved_in_little_more_memory_than_its_own() -> None:
    large = index(table(b"stco", *range(1_000_000)))
    tracemalloc.start()

    move_samples(large, SAMPLES)

    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 1.5 * len(large)


def test_a_video_of_countless_boxes_is_not_asked_for_each() -> None:
    reads: list[None] = []
    video = FakeVideo(FRONT + box(b"free") * 20_000 + SOUND + INDEX, on_read=lambda: reads.append(None))

    assert order_for_a_pipe(video, PICTURES) is None
    assert len(reads) < 2_000
