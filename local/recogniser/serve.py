"""Hears English: utterances come in on stdin, their words go out on stdout, until stdin ends.

Each way a little-endian 32-bit length and that many bytes: 16 kHz mono s16 sound in, UTF-8 text out. The one argument
is the process id of the parent. Runs in the recogniser's own environment and imports nothing else of this project.
"""

import ctypes
import os
import signal
import struct
import sys
from typing import Any, Protocol, cast

import pocketsphinx  # pyright: ignore[reportMissingImports] - of the other environment

OPTIONS = {
    "samprate": 16_000,
    "loglevel": "ERROR",
    # The language model's weight, 6.5 by default: 5 heard 88 instead of 83 % of a minute of flite through the filters.
    "lw": 5.0,
    # A narrower search: the sample takes 5.1 instead of 7.5 s of processor time and no word more is wrong.
    "maxhmmpf": 3000,
    "maxwpf": 10,
    "topn": 2,
    # Each utterance is normalised by itself and not by those before it.
    "cmn": "batch",
    # Digital silence is heard as "dog" or "hm" without a trace of noise in it.
    "dither": True,
    "seed": 1,
}
_SET_PARENT_DEATH_SIGNAL = 1


class Hears(Protocol):
    """The part of pocketsphinx's untyped `Decoder` used here."""

    def start_utt(self) -> None:
        """Begin an utterance."""

    def process_raw(self, data: bytes, *, full_utt: bool) -> int:
        """Hear sound, all of an utterance at once."""
        ...

    def end_utt(self) -> None:
        """End the utterance."""

    def hyp(self) -> Any:  # noqa: ANN401 - an untyped object with a `hypstr`, or None
        """The best guess."""


def main() -> None:
    """Serve one utterance after another."""
    _end_with_parent()
    decoder: Hears = cast("Any", pocketsphinx).Decoder(**OPTIONS)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while head := source.read(4):
        text = _words(decoder, source.read(struct.unpack("<I", head)[0])).encode()
        sink.write(struct.pack("<I", len(text)) + text)
        sink.flush()


def _words(decoder: Hears, pcm: bytes) -> str:
    if not pcm:
        return ""
    decoder.start_utt()
    decoder.process_raw(pcm, full_utt=True)
    decoder.end_utt()
    best = decoder.hyp()
    return best.hypstr if best else ""


def _end_with_parent() -> None:
    """A killed parent cannot say goodbye, and decoding 55 s would go on for seconds.

    Linux only; elsewhere the end of stdin does it, after the utterance.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != int(sys.argv[1]):  # it ended before this process could ask
        sys.exit()


if __name__ == "__main__":
    main()
