"""Sounds that are the same on every machine: no sine is in them."""

from __future__ import annotations

import io
import struct
import wave

SECOND = 16_000 * 2
"""Bytes of PCM: 16 kHz, one channel, 16 bits, little-endian, no header."""


def buzz(level: int, seconds: int) -> bytes:
    """A square wave at 8 kHz; `level` is its height in samples' units."""
    return struct.pack("<hh", level, -level) * (8_000 * seconds)


SPEECH = buzz(8192, 2) + bytes(SECOND) + buzz(8192, 2) + bytes(60 * SECOND) + buzz(6000, 3)
"""Two voices with a minute between them; the first one breathes for a second."""


def steps(height: int, samples: int) -> bytes:
    """A WAV file of one channel at 48 kHz that rises by `height`, again and again from 0."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(struct.pack(f"<{samples}h", *(height * (one % 50) for one in range(samples))))
    return out.getvalue()
