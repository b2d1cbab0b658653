"""A clip as the WAV file that CSR takes (docs/sources.md, CLOVA)."""

from __future__ import annotations

import io
import wave

from worker.speech.audio import SAMPLE_BYTES, SAMPLE_RATE

LEAST_SECONDS = 1.0
"""CSR refuses sound below some undocumented length (STT007); the highest value seen is 1 s."""

MOST_SECONDS = 55.0
"""CSR takes 60 s by its own measure; clips cut to exactly 60 s came out longer."""

MOST_BYTES = 3_000_000
"""3 MB, decimal to be on the safe side. 55 s take 1.76 MB."""


def build_wav(pcm: bytes) -> bytes:
    """Wrap PCM in a WAV header with correct sizes, padded with silence to the least length that CSR accepts.

    Args:
        pcm: 16 kHz mono s16le, as in `SpeechClip`.

    Returns:
        The file.

    Raises:
        ValueError: no whole samples, none at all, or more than CSR takes: a fault in cutting the clip.
    """
    samples, rest = divmod(len(pcm), SAMPLE_BYTES)
    if rest or not samples or samples > MOST_SECONDS * SAMPLE_RATE:
        raise ValueError(f"a clip of {len(pcm)} bytes cannot be recognised")
    missing = max(0, int(LEAST_SECONDS * SAMPLE_RATE) - samples)
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(SAMPLE_BYTES)
        writer.setframerate(SAMPLE_RATE)
        writer.writeframes(pcm + bytes(missing * SAMPLE_BYTES))
    return file.getvalue()
