"""MP4s in fragments that end amid the last one, or behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import FileVideo, extract
from tests.adapters.test_ffmpeg_pictures import CountingVideo, examine
from tests.fakes.summary import FakeVideo
from tests.media import clips
from tests.media.store import write
from worker.adapters.ffmpeg.source.boxes import list_boxes
from worker.adapters.ffmpeg.source.fragments import find_fragments_end
from worker.adapters.ffmpeg.source.shortness import find_shortness

if TYPE_CHECKING:
    from pathlib import Path


def box(kind: bytes, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(4, "big") + kind + body


INDEX, SOUND = box(b"moof", box(b"mfhd", bytes(8)) + bytes(100)), box(b"mdat", bytes(500))
FRONT = box(b"ftyp", b"iso5") + box(b"moov", bytes(50)) + INDEX + SOUND
BROAD = box(b"styp", b"msdh") + box(b"sidx", bytes(40))

CUT = {
    "in the length of an index": FRONT + INDEX[:4],
    "in its name": FRONT + INDEX[:6],
    "behind its name": FRONT + INDEX[:8],
    "in what stands first in it": FRONT + INDEX[:14],
    "amid it": FRONT + INDEX[:60],
    "behind it": FRONT + INDEX,
    "in the length of its samples": FRONT + INDEX + SOUND[:2],
    "amid its samples": FRONT + INDEX + SOUND[:300],
    "amid what stands in front of an index": FRONT + BROAD[:30],
    "amid an index behind that": FRONT + BROAD + INDEX[:60],
}

WHOLE = {
    "fragments": FRONT + INDEX + SOUND,
    "a list of them behind": FRONT + box(b"mfra", bytes(60)),
    "half a list of them": FRONT + box(b"mfra", bytes(60))[:30],
    "what a writer leaves behind": FRONT + b"\x7fjunk of a writer",
    "zeros behind": FRONT + bytes(7),
    "many zeros behind": FRONT + bytes(70),
    "no fragments": box(b"ftyp", b"isom") + SOUND + box(b"moov", bytes(50)),
    "samples that look like an index": box(b"ftyp", b"isom")
    + box(b"mdat", b"\xff\0\0\0moof\0\0\0\x10else" + bytes(50)),
    "a name alone": b"moof\0\0\0\x10mfhd",
    "nothing": b"",
}


@pytest.mark.parametrize("content", CUT.values(), ids=CUT)
def test_a_file_ends_before_its_last_fragment(content: bytes) -> None:
    assert find_fragments_end(FakeVideo(content)) > len(content)


@pytest.mark.parametrize("content", WHOLE.values(), ids=WHOLE)
def test_a_file_ends_with_its_last_fragment_or_says_nothing(content: bytes) -> None:
    assert find_fragments_end(FakeVideo(content)) <= len(content)


PLACES = {"in the head of an index": 5, "amid an index": 60, "behind it": None}


def cut_at_a_fragment(into: int | None) -> Path:
    """The fragmented video up to so many bytes of its sixth fragment; None for all of its index."""
    content = clips.fragmented().read_bytes()
    indexes = [one for one in list_boxes(lambda at, to: content[at:to], 0, len(content)) if one.kind == b"moof"]
    index = indexes[5]
    return write("index.mp4", content[: index.last if into is None else index.first + into])


@pytest.mark.parametrize("into", PLACES.values(), ids=PLACES)
def test_a_video_cut_where_ffmpeg_does_not_notice_is_partial(into: int | None, tmp_path: Path) -> None:
    audio = extract(cut_at_a_fragment(into), tmp_path)

    assert audio.partial
    assert "bytes of the file are there" in audio.warnings[-1]


@pytest.mark.parametrize("into", PLACES.values(), ids=PLACES)
def test_such_a_video_is_catalogued_as_a_part(into: int | None, tmp_path: Path) -> None:
    assert examine(cut_at_a_fragment(into), tmp_path).partial


def test_a_video_that_ends_between_two_fragments_says_nothing_of_a_third() -> None:
    assert find_shortness(FileVideo(cut_at_a_fragment(0))) is None


def test_little_is_read_for_it() -> None:
    video = CountingVideo(write("long.mp4", FRONT + box(b"mdat", bytes(2_000_000))))

    find_fragments_end(video)

    assert sum(video.reads) <= 256 * 1024
