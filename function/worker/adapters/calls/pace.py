"""How fast calls may start: a token bucket and a limit on calls in flight, both scaled by one share.

A refusal for pace (429) halves the share, each success raises it a little (additive increase, multiplicative
decrease).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LEAST_SHARE = 1 / 32
_GAIN = 1 / 16
"""How much each success raises the share: eight undo one refusal."""


class Pace:
    """The arithmetic of `throttle.Throttle`, which admits one thread at a time.

    Args:
        at_once: most calls in flight.
        per_second: most calls started per second, on average; that many may start together after a pause.
        clock: monotonic seconds.

    Attributes:
        share: the part of both limits that is allowed now.
    """

    def __init__(self, at_once: int, per_second: float, clock: Callable[[], float]) -> None:
        self._at_once, self._per_second, self._clock = at_once, per_second, clock
        self.share = 1.0
        self._tokens, self._counted_at = self._most_tokens, clock()

    @property
    def _most_tokens(self) -> float:
        return max(1.0, self._per_second * self.share)

    def has_room(self, in_flight: int) -> bool:
        """Whether one more call may start beside those in flight."""
        return in_flight < max(1, int(self._at_once * self.share))

    def pause(self) -> float:
        """Seconds until a call may start; zero or less if it may start now."""
        self._count_tokens()
        return (1 - self._tokens) / (self._per_second * self.share)

    def count_start(self) -> None:
        """Count the start of a call."""
        self._tokens -= 1

    def tighten(self) -> None:
        """Slow down after a refusal for pace."""
        self._count_tokens()
        self.share = max(_LEAST_SHARE, self.share / 2)
        self._tokens = min(self._tokens, self._most_tokens)

    def ease(self) -> None:
        """Speed up after a success."""
        self._count_tokens()
        self.share = min(1.0, self.share + _GAIN)

    def _count_tokens(self) -> None:
        now = self._clock()
        grown = (now - self._counted_at) * self._per_second * self.share
        self._tokens, self._counted_at = min(self._most_tokens, self._tokens + grown), now
