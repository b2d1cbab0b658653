"""Stereo whose channels cancel each other out when they are mixed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from worker.adapters.ffmpeg.ladder import Sound, TrackDecoder

CANCELLED_LEVEL = -60.0
"""Mean volume in dB full scale below which a mix is silent: antiphase channels leave -69.5 dB of -25 (measured)."""


def undo_cancellation(decoder: TrackDecoder, mix: Sound, path: Path) -> Sound:
    """Take the left channel of a stereo track whose mix is silent, if it is louder: one side may be inverted.

    Args:
        decoder: decodes the stereo track.
        mix: what its mix sounds like.
        path: the mix's file, replaced by the left channel's where that is louder.

    Returns:
        What the file holds now.
    """
    if mix.totals.level is None or mix.totals.level >= CANCELLED_LEVEL:
        return mix
    candidate = path.with_name(f"{path.name}.left")
    left = decoder.decode_left(mix.chain, candidate)
    if left is None or left.totals.level is None or left.totals.level <= mix.totals.level:
        candidate.unlink(missing_ok=True)
        return mix
    candidate.replace(path)
    sentence = "The two channels cancel each other out, so only the left one was used."
    return replace(left, warnings=(*mix.warnings, sentence))
