"""How long a submission is waited for, and how often it is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

FIRST_DELAY, LONGEST_DELAY = 15.0, 120.0

LINGER_SECONDS = (2.0, 4.0, 6.0, 8.0)
"""The pauses, 20 s together, in which the attempt that has submitted asks again: short recordings are ready by then."""

_TIMES_SOUND, _BASE_SECONDS = 3, 1800.0


def next_delay(waited: float) -> float:
    """Seconds until the next look: a quarter of the time waited so far, within bounds."""
    return min(LONGEST_DELAY, max(FIRST_DELAY, waited / 4))


@dataclass(frozen=True, slots=True)
class Waits:
    """The bound of a wait, and the clock (seconds since 1970) and the sleep that tests replace.

    `most_seconds` is `STT_WAIT_SECONDS`; None is three times the sound and half an hour.
    """

    most_seconds: float | None = None
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], object] = time.sleep

    def bound(self, sound_seconds: float) -> float:
        """Seconds after which a submission of so much sound is given up."""
        return self.most_seconds or _TIMES_SOUND * sound_seconds + _BASE_SECONDS
