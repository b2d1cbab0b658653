"""Sounds as arrays: read from a file, through FFmpeg unless it is a plain WAV, and written to one.

A plain WAV file has 16 bits, one or two channels, and the length that its header says.
"""

from __future__ import annotations

import struct
import wave
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from worker.adapters.ffmpeg.conversion import refuse_short
from worker.speech.audio import RATES

if TYPE_CHECKING:
    from pathlib import Path

    from worker.adapters.ffmpeg.conversion import FfmpegConverter
    from worker.jobs.deadline import Deadline

Samples = npt.NDArray[np.float32]
"""One row a channel, one or two rows; 1.0 is full scale. 16-bit samples and their sums are exact in it."""

_SAMPLE_BYTES = 2
_EMPTY_BYTES = 44
"""Of a file that holds no sound: its header."""

_SCALE = np.float32(32768)

_CHANNELS_AND_RATE = 22
"""Their offset in a WAV file's header: 16 and 32 bits."""

_LOUDEST = np.float32(16)
"""Larger floats, and floats that are not numbers, are accidents."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples, and their rate (samples a second)."""

    rate: int
    samples: Samples


def read_sound(path: Path, converter: FfmpegConverter, deadline: Deadline, rate: int | None = None) -> Sound:
    """Read a file of any kind; with a `rate` (samples a second), at that rate.

    Raises:
        JobError: FFMPEG_FAILED, no sound, damaged or cut off, crashed, or out of time or memory.
    """
    refuse_short(path)
    plain = read_plain(path)
    if plain is not None and rate in {None, plain.rate}:
        return plain
    return _read_floats(converter.convert(path, rate, deadline))


def _read_floats(wav: bytearray) -> Sound:
    """Read what FFmpeg wrote into a pipe: the sizes in its header mean nothing."""
    channels, rate = struct.unpack_from("<HI", wav, _CHANNELS_AND_RATE)
    start = wav.index(b"data") + 8
    floats = np.frombuffer(wav, "<f4", (len(wav) - start) // 4, start)
    numbers = np.nan_to_num(floats)
    return Sound(rate, _unpack(np.clip(numbers, -_LOUDEST, _LOUDEST, out=numbers), channels))


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
    return Sound(rate, _unpack(np.frombuffer(data, "<i2").astype(np.float32) / _SCALE, channels))


def _unpack(interleaved: Samples, channels: int) -> Samples:
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
