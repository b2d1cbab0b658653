"""Plain WAV files: 16 bits, one or two channels, and as long as their header says."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING

import numpy as np

from worker.speech.audio import RATES
from worker.tasks.segment_mix.adapters.mixing.arithmetic import Sound

if TYPE_CHECKING:
    from pathlib import Path

    from worker.tasks.segment_mix.adapters.mixing.arithmetic import Samples

_SAMPLE_BYTES = 2
_EMPTY_BYTES = 44
"""Of a file that holds no sound: its header."""

_SCALE = np.float32(32768)


def read_plain(path: Path) -> Sound | None:
    """Read a plain WAV file; None for any other file."""
    try:
        with wave.open(str(path), "rb") as file:
            channels, rate, frames = file.getnchannels(), file.getframerate(), file.getnframes()
            if file.getsampwidth() != _SAMPLE_BYTES or channels > 2:  # noqa: PLR2004 - stereo
                return None
            size = frames * channels * _SAMPLE_BYTES
            # Programs that write into a pipe leave 0 or 4 GB there, and reading would ask for that much memory.
            stored = path.stat().st_size
            if size > stored or (size == 0 and stored > _EMPTY_BYTES):
                return None
            data = file.readframes(frames)
    except (wave.Error, EOFError, RuntimeError):  # the last if a chunk is longer than the file says it is
        return None
    if rate not in RATES or len(data) != size:
        return None
    return Sound(rate, unpack(np.frombuffer(data, "<i2").astype(np.float32) / _SCALE, channels))


def unpack(interleaved: Samples, channels: int) -> Samples:
    """One row a channel."""
    return interleaved[: len(interleaved) // channels * channels].reshape(-1, channels).T


def write_plain(path: Path, sound: Sound) -> None:
    """Write a plain WAV file; samples are rounded to 16 bits."""
    highest = np.iinfo(np.int16).max
    rounded = np.rint(sound.samples.T * _SCALE).clip(-highest - 1, highest).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(sound.samples))
        file.setsampwidth(_SAMPLE_BYTES)
        file.setframerate(sound.rate)
        file.writeframes(rounded.tobytes())
