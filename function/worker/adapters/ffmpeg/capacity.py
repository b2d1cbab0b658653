"""How many runs of FFmpeg one machine bears."""

from __future__ import annotations

import os

from worker.adapters.ffmpeg.turns import Turns
from worker.adapters.throttle import Throttle

LEAST_TURNS = 2
"""So that a video on which FFmpeg hangs leaves a turn for the others of its batch."""

CHILDREN_A_TURN = 3
"""Children for each turn: decoding or not, one takes some 50 MB (measured), and what was fetched for it at most 20."""


def count_turns() -> int:
    """One run a processor at once: more would only take memory from each other."""
    return max(LEAST_TURNS, os.cpu_count() or 1)


def make_turns() -> Turns:
    """The turns of one machine."""
    return Turns(count_turns())


def make_places() -> Throttle:
    """The children that one machine has memory for."""
    return Throttle(CHILDREN_A_TURN * count_turns())
