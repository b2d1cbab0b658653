from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import extract
from tests.media.unfinished import SOUND_BYTES, large_wav
from worker.adapters.ffmpeg.source.large_wav import unbound_length

if TYPE_CHECKING:
    from pathlib import Path

SIZES = {
    "exact": (SOUND_BYTES, False),
    "zero": (0, False),
    "ones": (2**64 - 1, False),
    "signed": (2**63 - 1, False),
    "a billion frames": (2_000_000_000, False),
    "cut": (2 * SOUND_BYTES, True),
}


@pytest.mark.parametrize("kind", [b"RF64", b"BW64"], ids=["RF64", "BW64"])
@pytest.mark.parametrize(("declared", "partial"), SIZES.values(), ids=SIZES)
def test_a_large_wav_is_heard_to_its_end_and_partial_where_its_writer_counted_more(
    kind: bytes,
    declared: int,
    partial: bool,  # noqa: FBT001 - a column of the table
    tmp_path: Path,
) -> None:
    audio = extract(large_wav(kind, declared), tmp_path)

    assert (audio.samples, audio.partial) == (SOUND_BYTES // 2, partial)


@pytest.mark.parametrize("head", [b"", b"RF64", b"RF64" + bytes(60), b"RIFF" + bytes(60), b"RF64\0\0\0\0WAVEds64"])
def test_a_head_that_is_none_is_let_be(head: bytes) -> None:
    assert unbound_length(head) is None
