"""How loud a recording is, in frames of 20 ms, and how quiet its silence is.

Its own levels decide what silence is, since background music exceeds any fixed limit.
"""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING

from worker.speech.audio import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

FRAME_SAMPLES = SAMPLE_RATE // 50

SYLLABLE_FRAMES = 15
"""0.3 s: about a spoken syllable. Power is averaged over it, so that a click is no voice, a stop consonant no pause."""

SURE_SILENCE = (32_768 * 10 ** (-55 / 20)) ** 2
"""Mean square of -55 dBFS. A quiet voice is about -40 dBFS; a muted microphone's hiss stays below -60."""

_BELOW_FAINT_VOICE = 10 ** (-20 / 10)
_FAINTEST = (32_768 * 10 ** (-80 / 20)) ** 2
"""Where the loudest voice is under -35 dBFS, silence is 20 dB below it, but never under -80 dBFS: three steps of 16
bits."""

_SECOND = 50
"""Frames."""

_VOICE_SECONDS = 3
"""A voice is heard in at least this many seconds; one or two may be a slammed door."""

_ABOVE_NOISE = 10 ** (6 / 10)
"""Noise stays within 6 dB of its quiet moments."""

_STEADY = 10 ** (3 / 10)
_BELOW_VOICE = 10 ** (-15 / 10)
_BELOW_VOICES = 10 ** (-30 / 10)
"""Noise keeps its power within 3 dB even over 20 ms; then silence is 15 dB below the loudest voice. A quiet voice
breaks off between its sounds: a sound that may be one counts as silence only 30 dB below."""


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


def average(levels: Sequence[float], width: int) -> list[float]:
    """The mean of the `width` levels around each one, with zeros before the first and after the last."""
    import numpy as np  # noqa: PLC0415 - see measure_levels

    sums = np.concatenate(([0.0], np.cumsum(levels)))
    first = np.arange(len(levels)) - width // 2
    spans = sums[np.minimum(first + width, len(levels))] - sums[np.maximum(first, 0)]
    return np.maximum(0.0, spans / width).tolist()


def find_silence(levels: Sequence[float]) -> float:
    """The power that silence does not exceed.

    Args:
        levels: mean squares of the frames in the minutes around the judged sound.

    Returns:
        A mean square over 0.3 s. It is low where little stands out from the rest: when in doubt, sound is speech.
    """
    import numpy as np  # noqa: PLC0415 - see measure_levels

    if not levels:
        return SURE_SILENCE
    powers = np.sort(average(levels, SYLLABLE_FRAMES)).tolist()
    noise, voice = powers[len(powers) // 10], powers[-1]
    steady = bool(noise <= np.sort(levels)[len(levels) // 50] * _STEADY)
    below = _BELOW_VOICE if steady else _BELOW_VOICES
    return max(_find_sure_silence(levels), min(noise * _ABOVE_NOISE, voice * below))


def _find_sure_silence(levels: Sequence[float]) -> float:
    """`SURE_SILENCE`, or less where a voice is faint: a voice rises and falls within a second, unlike hiss or hum.

    In each second that counts, the loudest quarter is 15 dB above the quietest tenth; a click is too short for that.
    """
    import numpy as np  # noqa: PLC0415 - see measure_levels

    seconds = np.sort(np.reshape(levels[: len(levels) // _SECOND * _SECOND], (-1, _SECOND)))
    calm, loud = seconds[:, _SECOND // 10], seconds[:, _SECOND * 3 // 4]
    voices = np.sort(loud[loud * _BELOW_VOICE > calm]).tolist()
    faint = voices[-_VOICE_SECONDS] if len(voices) >= _VOICE_SECONDS else math.inf
    return min(SURE_SILENCE, max(_FAINTEST, faint * _BELOW_FAINT_VOICE))
