"""Stereo whose channels cancel each other out when they are mixed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.process.program import watch
from worker.speech.audio import Beginning

if TYPE_CHECKING:
    from collections.abc import Generator

    from worker.adapters.ffmpeg.speech.fallback import Sound, TrackDecoder
    from worker.speech.audio import Decoded

CANCELLED_LEVEL = -60.0
"""Mean volume in dBFS below which a mix is silent: antiphase channels of -25 dB leave -69.5 dB (measured)."""

_MUCH_LOUDER = 10.0
"""Decibels. Sound on the left alone is at most 6 dB louder there than in the mix, inverted sound 44 dB (measured)."""


def undo_cancellation(decoder: TrackDecoder, mix: Sound) -> Generator[Decoded, None, Sound]:
    """Use the left channel of a stereo track with a silent mix, if it is much louder: then one side is inverted.

    The left channel is decoded once before, because the mix is kept until the left channel is known to be better.

    Args:
        decoder: decodes the stereo track.
        mix: the result of decoding its mix.

    Returns:
        The sound that is used: the mix or the left channel.
    """
    if mix.totals.level is None or mix.totals.level >= CANCELLED_LEVEL:
        return mix
    left = watch(decoder.decode_left(mix.chain))
    if left is None or left.totals.level is None or left.totals.level < mix.totals.level + _MUCH_LOUDER:
        return mix
    yield Beginning(mix.chain.delay)
    yield from decoder.decode_left(mix.chain)
    sentence = "The two channels cancel each other out, so only the left one was used."
    return replace(left, warnings=(*mix.warnings, sentence))
