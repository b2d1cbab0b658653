"""Hears English, with pocketsphinx."""

from __future__ import annotations

from typing import Any, Protocol, cast

import pocketsphinx  # pyright: ignore[reportMissingImports] - of the other environment

from local.recogniser.serve import end_with_parent, serve

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
    """Serve."""
    end_with_parent()
    decoder: Hears = cast("Any", pocketsphinx).Decoder(**OPTIONS)
    serve(lambda pcm: _hear(decoder, pcm))


def _hear(decoder: Hears, pcm: bytes) -> str:
    decoder.start_utt()
    decoder.process_raw(pcm, full_utt=True)
    decoder.end_utt()
    best = decoder.hyp()
    return best.hypstr if best else ""


if __name__ == "__main__":
    main()
