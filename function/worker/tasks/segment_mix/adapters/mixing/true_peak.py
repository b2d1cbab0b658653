"""True peaks: those of the curve that a converter draws through the samples (ITU-R BS.1770, annex 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from worker.tasks.segment_mix.adapters.mixing.arithmetic import Samples

_REACH = 12
"""Samples on each side that make up a point between two samples; twice BS.1770's number, for the highest tones."""


def _make_taps(fraction: float) -> Samples:
    distance = np.arange(-_REACH + 1, _REACH + 1) - fraction
    window = np.cos(np.pi * distance / (2 * _REACH + 1)) ** 2
    taps = np.sinc(distance) * window
    return (taps / taps.sum()).astype(np.float32)[::-1]


_PHASES = tuple(_make_taps(quarter / 4) for quarter in (1, 2, 3))
"""Filters that draw a signal at four times its rate."""

MOST_OVERSHOOT = max(float(np.abs(taps).sum()) for taps in _PHASES)
"""How much higher than its samples such a curve can be."""


def measure_peaks(samples: Samples) -> Samples:
    """The highest magnitude of any channel at each sample and on the way to the next one."""
    peaks = np.abs(samples).max(axis=0)
    for taps in _PHASES:
        for channel in samples:
            between = np.convolve(np.pad(channel, (_REACH - 1, _REACH)), taps, mode="valid")
            np.maximum(peaks, np.abs(between), out=peaks)
    return peaks
