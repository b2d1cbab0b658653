"""How long a job may still take."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from threading import Event

LOOK_SECONDS = 0.25
"""How often a waiting thread looks at its deadline, which may have been called off."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on the monotonic clock, in seconds; it is past once one of `called_off` is set."""

    at: float
    called_off: tuple[Event, ...] = ()

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """The moment this many seconds from now."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Seconds until the deadline, never below zero."""
        if any(event.is_set() for event in self.called_off):
            return 0.0
        return max(0.0, self.at - time.monotonic())

    def cap(self, seconds: float) -> float:
        """The smaller of a call's own limit and the time left."""
        return min(seconds, self.left())

    def earlier(self, seconds: float) -> Deadline:
        """A deadline that keeps this many seconds in reserve."""
        return replace(self, at=self.at - seconds)

    def unless(self, called_off: Event) -> Deadline:
        """The same moment, but past as soon as this event is set."""
        return replace(self, called_off=(*self.called_off, called_off))
