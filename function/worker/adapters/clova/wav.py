"""A clip as the WAV file that CSR takes (docs/sources.md, CLOVA)."""

from __future__ import annotations

import io
import wave

from worker.speech.audio import SAMPLE_BYTES, SAMPLE_RATE

LEAST_SECONDS = 1.0
"""Shorter sound is refused (STT007) from some undocumented length on; the highest value seen is 1 s."""

MOST_SECONDS = 55.0
"""CSR takes 60 s by its own measure; cutting to exactly 60 came out longer."""

MOST_BYTES = 3_000_000
"""3 MB, decimal to be on the safe side. 55 s take 1.76 MB."""


def build_wav(pcm: bytes) -> bytes:
    """Wrap PCM in a WAV header whose sizes are right, padded with silence to the least length CSR hears.

    Args:
        pcm: 16 kHz mono s16le, as in `SpeechClip`.

    Returns:
        The file.

    Raises:
        ValueError: no whole samples, none at all, or more than CSR takes; whoever cut the clip is wrong.
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
