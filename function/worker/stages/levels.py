"""How loud a recording is, in frames of 20 ms, without loading it whole."""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING

from worker.domain.media import SAMPLE_BYTES, SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FRAME_SAMPLES = SAMPLE_RATE // 50
_BLOCK_BYTES = FRAME_SAMPLES * SAMPLE_BYTES * 500

SPEECH_FRAMES = 15
"""0.3 s: shorter sounds are clicks, a spoken syllable is about that long."""

SPEECH_POWER = (32_768 * 10 ** (-55 / 20)) ** 2
"""Mean square of -55 dBFS. A quiet voice is about -40 dBFS; a muted microphone's hiss stays below -60."""


def measure_levels(path: Path) -> array[float]:
    """Measure a file of PCM.

    Args:
        path: 16 kHz mono s16le.

    Returns:
        The mean square of each 20 ms, in sample units; the last frame may be shorter.
    """
    levels = array("d")
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            samples = array("h")
            samples.frombytes(block)
            for first in range(0, len(samples), FRAME_SAMPLES):
                frame = samples[first : first + FRAME_SAMPLES]
                levels.append(math.hypot(*frame) ** 2 / len(frame))  # half the time of summing products (measured)
    return levels


def holds_speech(levels: Sequence[float]) -> bool:
    """Whether some 0.3 s are loud enough for a voice; a shorter recording is judged as a whole."""
    width = min(SPEECH_FRAMES, len(levels))
    if width == 0:
        return False
    window = sum(levels[:width])
    loudest = window
    for entering, leaving in zip(levels[width:], levels, strict=False):
        window += entering - leaving
        loudest = max(loudest, window)
    return loudest / width > SPEECH_POWER
