"""Hold a sound under -1 dBTP without clipping it.

A true peak is one of the curve that a converter draws through the samples (ITU-R BS.1770, annex 2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from worker.tasks.segment_mix.adapters.mixing.sounds import Samples

CEILING = float(10 ** (-1 / 20))
"""-1 dBTP (EBU R 128)."""

_AIM = float(10 ** (-1.05 / 20))
"""The target level: a moving gain bends the curve between the samples a little."""

_REACH_SECONDS = 0.01
"""The gain moves from 10 ms before a peak until 10 ms after it."""

_BLOCK = 1 << 20
"""Samples for which gains are chosen at once."""

_TAPS = 12
"""Samples on each side that make up a point between two samples; twice BS.1770's number, for the highest tones."""


def _make_taps(fraction: float) -> Samples:
    distance = np.arange(-_TAPS + 1, _TAPS + 1) - fraction
    window = np.cos(np.pi * distance / (2 * _TAPS + 1)) ** 2
    taps = np.sinc(distance) * window
    return (taps / taps.sum()).astype(np.float32)[::-1]


_PHASES = tuple(_make_taps(quarter / 4) for quarter in (1, 2, 3))
"""Filters that draw a signal at four times its rate."""

MOST_OVERSHOOT = max(float(np.abs(taps).sum()) for taps in _PHASES)
"""How much higher than its samples such a curve can be."""


def limit(samples: Samples, rate: int) -> Samples:
    """Turn a sound down around its peaks; a sound with no peak over the ceiling is returned as it is."""
    if np.abs(samples).max(initial=0.0) * MOST_OVERSHOOT <= CEILING:
        return samples
    peaks = measure_peaks(samples)
    if peaks.max() <= CEILING:
        return samples
    return samples * _choose_gains(peaks, round(rate * _REACH_SECONDS))


def _choose_gains(peaks: Samples, reach: int) -> Samples:
    """A gain for each sample, made in overlapping blocks, since the intermediate sums take much memory."""
    padded = np.pad(peaks, 2 * reach)
    starts = range(0, peaks.size, _BLOCK)
    return np.concatenate([_smooth(padded[start : start + _BLOCK + 4 * reach], reach) for start in starts])


def _smooth(peaks: Samples, reach: int) -> Samples:
    """Smooth gains, nowhere higher than a peak allows, for all but the first and last `2 * reach` samples.

    Each is the mean of the lowest gains of the windows that hold the sample; none of these is higher than its own.
    """
    wanted = np.minimum(1.0, _AIM / np.maximum(peaks, _AIM))
    sums = np.cumsum(_take_lowest(wanted, 2 * reach + 1), dtype=np.float64)
    sums = np.concatenate(([0.0], sums))
    means = (sums[2 * reach + 1 :] - sums[: -2 * reach - 1]) / (2 * reach + 1)
    return means.astype(np.float32)


def _take_lowest(values: Samples, width: int) -> Samples:
    """The lowest value of each window of `width`, by windows of 2, 4, 8, ..."""
    lowest, covered = values, 1
    while covered < width:
        step = min(covered, width - covered)
        lowest = np.minimum(lowest[:-step], lowest[step:])
        covered += step
    return lowest


def measure_peaks(samples: Samples) -> Samples:
    """The highest magnitude of any channel at each sample and on the way to the next one."""
    peaks = np.abs(samples).max(axis=0)
    for taps in _PHASES:
        for channel in samples:
            between = np.convolve(np.pad(channel, (_TAPS - 1, _TAPS)), taps, mode="valid")
            np.maximum(peaks, np.abs(between), out=peaks)
    return peaks
