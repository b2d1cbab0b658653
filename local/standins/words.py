"""What the stand-in of CLOVA Speech hears in a recording: real words at their times, or made-up ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from local.standins.clova_speech_answer import Heard
from local.standins.long_sound import seconds_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Timed = list[tuple[int, int, list[tuple[int, int, str]]]]

LONGEST_HEARING_SECONDS = 7200
"""pocketsphinx takes a fifth of a recording's length, and the recordings before it."""


def hear_words(recognise: Callable[[bytes], str]) -> Callable[[bytes], Sequence[Heard]]:
    """Words at their times, from a recogniser that writes them as `local.recogniser.english_words` does.

    Args:
        recognise: JSON of sound; empty for no sound at all.
    """

    def hear(pcm: bytes) -> Sequence[Heard]:
        stretches = cast("Timed", json.loads(recognise(pcm) or "[]"))
        return [Heard(start, end, tuple((*word,) for word in words)) for start, end, words in stretches]

    return hear


def spread_words(pcm: bytes, text: str = "hello from the stand in") -> Sequence[Heard]:
    """The same words for any sound, spread evenly over it."""
    words, end = text.split(), round(1000 * seconds_of(pcm))
    times = [end * place // len(words) for place in range(len(words) + 1)]
    return [Heard(0, end, tuple(zip(times, times[1:], words, strict=False)))]
