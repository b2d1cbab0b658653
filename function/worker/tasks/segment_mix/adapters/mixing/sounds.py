"""A file -> samples: a plain WAV is read here, any other file through FFmpeg."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

from worker.adapters.ffmpeg.conversion import refuse_short
from worker.tasks.segment_mix.adapters.mixing.arithmetic import Sound
from worker.tasks.segment_mix.adapters.mixing.waves import read_plain, unpack

if TYPE_CHECKING:
    from pathlib import Path

    from worker.adapters.ffmpeg.conversion import FfmpegConverter
    from worker.jobs.deadline import Deadline

_CHANNELS_AND_RATE = 22
"""Their offset in a WAV file's header: 16 and 32 bits."""

_LOUDEST = np.float32(16)
"""Larger floats, and floats that are not numbers, are accidents."""


def read_sound(path: Path, converter: FfmpegConverter, deadline: Deadline, rate: int | None = None) -> Sound:
    """Read a file of any kind.

    Args:
        path: in the workspace.
        converter: for files other than plain WAV, and for another rate.
        deadline: when it must be done.
        rate: samples a second; None keeps the file's own.

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
    return Sound(rate, unpack(np.clip(numbers, -_LOUDEST, _LOUDEST, out=numbers), channels))
