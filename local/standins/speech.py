"""What CSR can be asked to hear: a WAV body, measured by the samples it really holds."""

from __future__ import annotations

import io
import sys
import wave
from array import array
from dataclasses import dataclass

RECOGNISER_RATE = 16_000


class UndecodableError(Exception):
    """The body holds no sound this stand-in can read."""


@dataclass(frozen=True)
class Speech:
    """Decoded sound.

    Attributes:
        samples: 16-bit, the channels interleaved.
        channels: How many.
        rate: Samples a second in each channel.
    """

    samples: array[int]
    channels: int
    rate: int

    @property
    def seconds(self) -> float:
        """By the samples that are there: a WAV written to a pipe claims 134,217 s in its header."""
        return len(self.samples) / self.channels / self.rate

    def pcm(self) -> bytes:
        """The first channel as 16 kHz mono s16, little-endian."""
        one = self.samples[:: self.channels]
        step = self.rate / RECOGNISER_RATE
        if step != 1:
            one = array("h", (one[int(number * step)] for number in range(int(len(one) / step))))
        return _little_endian(one).tobytes()


def decode(body: bytes) -> Speech:
    """The sound in a WAV body.

    CSR also takes mp3, aac, ac3, ogg and flac; the stand-in reads 16-bit WAV only.

    Raises:
        UndecodableError: Not a WAV file, or not 16-bit PCM.
    """
    try:
        with wave.open(io.BytesIO(body)) as file:
            width, channels, rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
            data = file.readframes(len(body))
    except (wave.Error, EOFError) as problem:
        raise UndecodableError(f"not a WAV file: {problem}") from problem
    if width != 2:  # noqa: PLR2004 - bytes in a 16-bit sample
        raise UndecodableError(f"{8 * width} bits a sample; the stand-in reads 16")
    whole = len(data) - len(data) % (width * channels)
    return Speech(_little_endian(array("h", data[:whole])), channels, rate)


def _little_endian(samples: array[int]) -> array[int]:
    if sys.byteorder == "big":
        samples.byteswap()
    return samples
