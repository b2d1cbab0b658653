"""How long a job may still take."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on the monotonic clock, in seconds."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """The moment this many seconds from now."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Seconds until the deadline, never below zero."""
        return max(0.0, self.at - time.monotonic())

    def cap(self, seconds: float) -> float:
        """The smaller of a call's own limit and the time left."""
        return min(seconds, self.left())

    def earlier(self, seconds: float) -> Deadline:
        """A deadline that keeps this many seconds in reserve."""
        return Deadline(self.at - seconds)
