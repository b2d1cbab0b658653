"""Sounds as arrays, multiplied and added.

One pass in numpy takes a seventh of the processor time of an FFmpeg process a segment, true peak included (measured:
10 ms against 70 ms for 4 s of stereo), and is exact: `amix` halves by default, and upmixes mono 3 dB down.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
"""One row a channel, one or two rows; 1.0 is full scale. 16-bit samples and their sums are exact in it."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples, and their rate (samples a second)."""

    rate: int
    samples: Samples


def mix(first: Samples, second: Samples, first_gain: float, second_gain: float) -> Samples:
    """Add two sounds of one rate that start together; the result is as long as the longer one.

    A mono sound goes unchanged into both channels of a stereo one.
    """
    channels = max(len(first), len(second))
    frames = max(first.shape[1], second.shape[1])
    total = np.zeros((channels, frames), np.float32)
    total[:, : first.shape[1]] += first * np.float32(first_gain)
    total[:, : second.shape[1]] += second * np.float32(second_gain)
    return total
