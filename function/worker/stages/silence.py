"""How quiet silence is in a recording: its own levels decide, for background music is never quiet by the decibel."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SYLLABLE_FRAMES = 15
"""0.3 s: about one spoken syllable. Power is judged over so long, so that a click is no voice and a stop no pause."""

SURE_SILENCE = (32_768 * 10 ** (-55 / 20)) ** 2
"""Mean square of -55 dBFS. A quiet voice is about -40 dBFS; a muted microphone's hiss stays below -60."""

_ABOVE_NOISE = 10 ** (6 / 10)
"""Noise stays within 6 dB of what its quiet moments hold."""

_STEADY = 10 ** (3 / 10)
_BELOW_VOICE = 10 ** (-15 / 10)
_BELOW_VOICES = 10 ** (-30 / 10)
"""Noise holds its power also over 20 ms, within 3 dB: then 15 dB below the loudest voice are enough. A quiet voice
breaks off between its sounds: what may be one is taken for silence only 30 dB below."""


def average(levels: Sequence[float], width: int) -> list[float]:
    """The mean of the `width` levels around each one, with zeros before the first and after the last."""
    import numpy as np  # noqa: PLC0415 - see levels.measure_levels

    sums = np.concatenate(([0.0], np.cumsum(levels)))
    first = np.arange(len(levels)) - width // 2
    spans = sums[np.minimum(first + width, len(levels))] - sums[np.maximum(first, 0)]
    return np.maximum(0.0, spans / width).tolist()


def find_silence(levels: Sequence[float]) -> float:
    """The power that silence does not exceed.

    Args:
        levels: mean squares of frames; of the minutes around what is judged.

    Returns:
        A mean square over 0.3 s. It is low where little stands out from the rest, so that in doubt sound is speech.
    """
    import numpy as np  # noqa: PLC0415 - see levels.measure_levels

    if not levels:
        return SURE_SILENCE
    powers = np.sort(average(levels, SYLLABLE_FRAMES)).tolist()
    noise, voice = powers[len(powers) // 10], powers[-1]
    steady = bool(noise <= np.sort(levels)[len(levels) // 50] * _STEADY)
    below = _BELOW_VOICE if steady else _BELOW_VOICES
    return max(SURE_SILENCE, min(noise * _ABOVE_NOISE, voice * below))
