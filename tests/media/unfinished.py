"""A WAV with sizes of 64 bits, of 5 s, whose writer says one thing or another of its length."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from tests.media.store import make, write

if TYPE_CHECKING:
    from pathlib import Path

SOUND_BYTES = 5 * 16_000 * 2
_HEAD_BYTES = 44


def large_wav(kind: bytes, declared: int) -> Path:
    """An RF64 or BW64 whose head declares so many bytes of sound."""
    sound = make("sine.wav", ("-f", "lavfi", "-i", "sine=r=16000:d=5", "-bitexact")).read_bytes()[_HEAD_BYTES:]
    sizes = b"ds64" + struct.pack("<IQQQI", 28, declared + 72 & 2**64 - 1, declared, 0, 0)
    described = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 16_000, 32_000, 2, 16)
    return write("large.wav", kind + b"\xff" * 4 + b"WAVE" + sizes + described + b"data" + b"\xff" * 4 + sound)
