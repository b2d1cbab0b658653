"""Where heads and last pages say that a file ends."""

from __future__ import annotations

import pytest

from worker.adapters.ffmpeg.source.stream_ends import find_end

HEAD = 128
"""Bytes in front of the sound in all of these files."""


def end_of(file: bytes) -> int:
    return find_end(lambda first, last: file[first:last], len(file))


def mp3(declared: int, *, tag: bytes = b"Info", place: int = 36, frames: bool = True, size: bool = True) -> bytes:
    flags = (1 if frames else 0) + (2 if size else 0)
    sizes = ((100).to_bytes(4, "big") if frames else b"") + (declared.to_bytes(4, "big") if size else b"")
    content = b"\xff\xfb\x90\xc0" + bytes(place - 4) + tag + flags.to_bytes(4, "big") + sizes
    return content + bytes(HEAD - len(content)) + bytes(1_000)


def fraunhofer(declared: int) -> bytes:
    content = b"\xff\xfb\x90\xc0" + bytes(32) + b"VBRI" + bytes(6) + declared.to_bytes(4, "big")
    return content + bytes(HEAD - len(content)) + bytes(1_000)


def id3(*, footed: bool = False) -> bytes:
    head = b"ID3\4\0" + (b"\x10" if footed else b"\0") + b"\0\0\1\2"  # 130 bytes in numbers of 7 bits
    return head + bytes(130) + (b"3DI" + head[3:] if footed else b"")


def page(*sizes: int) -> bytes:
    return b"OggS" + bytes(22) + bytes([len(sizes), *sizes]) + bytes(sum(sizes))


def asf(declared: int, flags: int = 2) -> bytes:
    properties = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365") + bytes(24) + declared.to_bytes(8, "little")
    start = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + bytes(14)
    return start + properties + bytes(40) + flags.to_bytes(4, "little") + bytes(1_000)


SAYING = {
    "MP3": (mp3(2_000), 2_000),
    "MP3 of a varying rate": (mp3(2_000, tag=b"Xing"), 2_000),
    "MP3 of one channel": (mp3(2_000, place=21), 2_000),
    "MP3 of one channel at a low rate": (mp3(2_000, place=13), 2_000),
    "MP3 that counts no frames": (mp3(2_000, frames=False), 2_000),
    "MP3 behind a tag": (id3() + mp3(2_000), 2_140),
    "MP3 behind two tags": (id3(footed=True) + id3() + mp3(2_000), 2_290),
    "MP3 of Fraunhofer's": (fraunhofer(2_000), 2_000),
    "Ogg": (page(10) + page(255, 200)[:400], 38 + 29 + 455),
    "Ogg, cut amid the sizes of a page": (page(10) + page(255, 200)[:28], 38 + 29 + 255),
    "Ogg, cut amid the head of a page": (page(10) + page(255)[:20], 38 + 27),
    "Ogg of many pages": (page(*[255] * 255) * 2 + page(9)[:-1], 2 * 65_307 + 37),
    "WMA": (asf(5_000), 5_000),
}

SILENT = {
    "MP3 without a size": mp3(0, size=False),
    "MP3 without such a tag": b"\xff\xfb\x90\xc0" + bytes(1_000),
    "a broadcast": asf(5_000, flags=1),
    "WMA without properties": asf(0)[:30] + bytes(1_000),
    "tags without end": id3() * 20,
    "half a tag": id3()[:8],
    "another kind": b"fLaC" + bytes(1_000),
    "a word": b"OggS"[:2],
    "nothing": b"",
}


@pytest.mark.parametrize(("file", "end"), SAYING.values(), ids=SAYING)
def test_a_file_says_where_it_ends(file: bytes, end: int) -> None:
    assert end_of(file) == end


@pytest.mark.parametrize("file", SILENT.values(), ids=SILENT)
def test_a_file_that_says_nothing_ends_nowhere(file: bytes) -> None:
    assert end_of(file) == 0


@pytest.mark.parametrize("declared", [1_128, 1_150, 1_000], ids=["exact", "a tag more", "a tag less"])
def test_a_whole_mp3_does_not_end_behind_itself(declared: int) -> None:
    assert end_of(mp3(declared)) <= HEAD + 1_000


@pytest.mark.parametrize("file", [page(10) + page(9), page(9) + b"a tag behind it"], ids=["exact", "more"])
def test_a_whole_ogg_does_not_end_behind_itself(file: bytes) -> None:
    assert end_of(file) <= len(file)
