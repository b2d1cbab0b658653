"""Sounds to mix, as arrays with a row a channel and as WAV files."""

from __future__ import annotations

import io
import wave
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from pathlib import Path

Floats = npt.NDArray[np.float64]


def tone(frequency: float, level: float, seconds: float = 1.0, rate: int = 48_000) -> Floats:
    """A mono sine; `level` is its peak in dB full scale."""
    return 10 ** (level / 20) * np.sin(2 * np.pi * frequency * np.arange(round(seconds * rate)) / rate)[np.newaxis]


def level_in(sound: Floats, part: Floats) -> float:
    """How loud `part` is in a sound, in dB of what it is by itself: by correlation."""
    heard = sound[: part.shape[-1]] @ part.ravel() / (part.ravel() @ part.ravel())
    return float(20 * np.log10(abs(heard)))


def write_wav(samples: Floats, rate: int = 48_000) -> bytes:
    """A plain WAV file of 16 bits."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(len(samples))
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.rint(samples.T * 32768).clip(-32768, 32767).astype("<i2").tobytes())
    return out.getvalue()


def read_wav(data: bytes | Path) -> tuple[int, Floats]:
    """The rate and the samples of a plain WAV file."""
    with wave.open(io.BytesIO(data) if isinstance(data, bytes) else str(data), "rb") as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, file.getnchannels())
        return file.getframerate(), samples.T / 32768
