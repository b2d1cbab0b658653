"""How loud a recording is, in frames of 20 ms."""

from __future__ import annotations

from array import array

from worker.speech.audio import SAMPLE_RATE

FRAME_SAMPLES = SAMPLE_RATE // 50


def measure_levels(pcm: bytes | bytearray) -> array[float]:
    """Measure a stretch of PCM.

    Args:
        pcm: 16 kHz mono s16le.

    Returns:
        The mean square of each 20 ms, in sample units, exact; the last frame may be shorter.
    """
    # A cold start should not pay 0.1 s for numpy. Without it, an hour's levels take 1.6 s of processor time (measured).
    import numpy as np  # noqa: PLC0415 - see above

    if not pcm:
        return array("d")
    squares = np.square(np.frombuffer(pcm, "<i2").astype(np.float64))
    starts = np.arange(0, len(squares), FRAME_SAMPLES)
    lengths = np.diff(starts, append=len(squares))
    return array("d", (np.add.reduceat(squares, starts) / lengths).tobytes())
