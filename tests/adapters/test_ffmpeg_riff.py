from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import extract
from tests.media import clips, damaged
from worker.adapters.ffmpeg.riff import find_cut

if TYPE_CHECKING:
    from pathlib import Path


def test_a_truncated_wav_is_reported_as_partial(tmp_path: Path) -> None:
    audio = extract(damaged.first_half(clips.container("wav")), tmp_path)

    assert audio.partial
    assert "bytes of the file are there" in audio.warnings[-1]


@pytest.mark.parametrize("ending", ["avi", "wav"])
def test_a_whole_riff_file_is_not_partial(ending: str, tmp_path: Path) -> None:
    assert not extract(clips.container(ending), tmp_path).partial


@pytest.mark.parametrize(
    ("kind", "declared", "cut"),
    [
        (b"RIFF", 1_000, False),
        (b"RIFF", 1_020, False),
        (b"RIFF", 1_021, True),
        (b"RIFF", 0, False),
        (b"RIFF", 0x7FFF_0000, False),
        (b"RIFF", 0xFFFF_FFFF, False),
        (b"RIFX", 2_000, False),
    ],
    ids=["exact", "nearly all", "too little", "unsaid", "unsaid by a signed 32", "unsaid by ones", "no riff"],
)
def test_a_riff_file_is_cut_where_its_head_says_more(kind: bytes, declared: int, cut: bool) -> None:  # noqa: FBT001 - a column of the table
    assert (find_cut(kind + declared.to_bytes(4, "little"), 1_008) is not None) is cut


def test_an_empty_file_is_no_riff() -> None:
    assert find_cut(b"", 0) is None
