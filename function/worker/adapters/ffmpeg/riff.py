"""How long a RIFF file (AVI, WAV) says it is.

FFmpeg says no length of a WAV in a pipe, and shortens that of a cut AVI in a file, without a word (measured on 9.0.2),
so that a cut would pass for the end.
"""

from __future__ import annotations

_HEAD = 8
_UNKNOWN = 0x7FFF_0000
"""Writers that cannot go back put 0 or about this much and more where the size stands."""

ENOUGH = 0.98
"""Share of the bytes that counts as all of them, as for seconds."""


def find_cut(head: bytes, size: int) -> str | None:
    """Say so when a RIFF file is shorter than its own head says; None for every other file.

    Args:
        head: its first eight bytes.
        size: its bytes.
    """
    declared, held = int.from_bytes(head[4:], "little"), size - _HEAD
    if head[:4] != b"RIFF" or declared >= _UNKNOWN or held >= ENOUGH * declared:
        return None
    return f"Only {held} of {declared} bytes of the file are there."
