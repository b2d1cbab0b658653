from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import extract
from tests.media import clips, damaged
from worker.adapters.ffmpeg.source.riff import find_cut

if TYPE_CHECKING:
    from pathlib import Path

SOUND = 1_000
LIST = b"LIST\x03\0\0\0abc\0"  # filled up to an even number of bytes
W64 = b"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\0\0" + bytes(8) + b"wave" + bytes(12)


def judge(file: bytes) -> str | None:
    def read(first: int, last: int) -> bytes:
        stream = io.BytesIO(file)
        stream.seek(first)
        return stream.read(last - first)

    return find_cut(read, len(file))


def wav(declared: int, *, kind: bytes = b"RIFF", riff: int = 0, before: bytes = b"") -> bytes:
    order = "big" if kind == b"RIFX" else "little"
    head = kind + riff.to_bytes(4, order) + b"WAVE" + before
    return head + b"data" + declared.to_bytes(4, order) + bytes(SOUND)


def w64(declared: int) -> bytes:
    head = b"fmt " + bytes(12) + (24 + 17).to_bytes(8, "little") + bytes(24)
    return W64 + head + b"data" + bytes(12) + declared.to_bytes(8, "little") + bytes(SOUND)


def caf(declared: int) -> bytes:
    desc = b"desc" + (33).to_bytes(8, "big") + bytes(33)
    return b"caff\0\1\0\0" + desc + b"data" + declared.to_bytes(8, "big") + bytes(SOUND)


@pytest.mark.parametrize("ending", ["wav", "w64", "caf"])
def test_a_truncated_sound_is_reported_as_partial(ending: str, tmp_path: Path) -> None:
    audio = extract(damaged.first_half(clips.container(ending)), tmp_path)

    assert audio.partial
    assert "bytes of the file are there" in audio.warnings[-1]


@pytest.mark.parametrize("ending", ["avi", "wav"])
def test_a_whole_riff_file_is_not_partial(ending: str, tmp_path: Path) -> None:
    assert not extract(clips.container(ending), tmp_path).partial


WHOLE = {
    "exact": wav(1_000),
    "nearly all": wav(1_020),
    "none": wav(0),
    "about the largest that is signed": wav(0x7FFF_F000),
    "just over it": wav(0x8000_0000),
    "ones": wav(0xFFFF_FFFF),
    "a billion frames": wav(2_000_000_000, riff=2_000_000_036),
    "as many of two channels": wav(4_000_000_000),
    "a file that is longer than its head says of the whole": wav(1_000, riff=2_000),
    "no sound yet": b"RIFF\0\0\0\0WAVE" + LIST,
    "a chunk that reaches over the end": b"RIFF\0\0\0\0WAVELIST\xff\xff\xff\x7f",
    "big-endian": wav(1_000, kind=b"RIFX"),
    "W64": w64(24 + 1_000),
    "W64 of unknown length": w64((1 << 63) - 1),
    "W64 whose chunk has a size that cannot be": W64 + bytes(24),
    "CAF": caf(1_000),
    "CAF of unknown length": caf((1 << 64) - 1),
    "another kind": b"fLaC" + wav(2_000),
    "nothing": b"",
}

CUT = {
    "too little": wav(1_021),
    "behind other chunks": wav(2_000, before=LIST * 3),
    "far behind": wav(2_000, before=b"JUNK\x00\x20\0\0" + bytes(0x2000)),
    "though the whole is said to be as it is": wav(2_000, riff=1_036),
    "though the length of the whole was never known": wav(2_000, riff=0xFFFF_FFFF),
    "three quarters of four gigabytes": wav(3_221_225_472),
    "big-endian": wav(2_000, kind=b"RIFX"),
    "W64": w64(24 + 2_000),
    "CAF": caf(2_000),
    "AVI": b"RIFF" + (2_000).to_bytes(4, "little") + b"AVI " + bytes(SOUND),
}


@pytest.mark.parametrize("file", WHOLE.values(), ids=WHOLE)
def test_a_file_is_whole_that_holds_what_it_says_or_says_nothing(file: bytes) -> None:
    assert judge(file) is None


@pytest.mark.parametrize("file", CUT.values(), ids=CUT)
def test_a_file_is_cut_where_its_head_says_more(file: bytes) -> None:
    assert judge(file) is not None
