"""How fast calls may be begun: a token bucket and a number at once, both scaled by one share.

A refusal for pace (429) halves the share, each success gives a little back (additive increase, multiplicative
decrease).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LEAST_SHARE = 1 / 32
_GAIN = 1 / 16
"""Of the share, by which each success raises it: eight undo a refusal."""


class Pace:
    """The arithmetic of `throttle.Throttle`, which lets one thread at a time come here.

    Args:
        at_once: most calls in the air.
        per_second: most calls begun a second, on average; that many may begin together after a rest.
        clock: monotonic seconds.

    Attributes:
        share: of both bounds, what is allowed now.
    """

    def __init__(self, at_once: int, per_second: float, clock: Callable[[], float]) -> None:
        self._at_once, self._per_second, self._clock = at_once, per_second, clock
        self.share = 1.0
        self._tokens, self._counted_at = self._most_tokens, clock()

    @property
    def _most_tokens(self) -> float:
        return max(1.0, self._per_second * self.share)

    def has_room(self, in_air: int) -> bool:
        """Whether one more call may be in the air than these."""
        return in_air < max(1, int(self._at_once * self.share))

    def pause(self) -> float:
        """Seconds until a call may begin; none or fewer when it may now."""
        self._count_tokens()
        return (1 - self._tokens) / (self._per_second * self.share)

    def begin(self) -> None:
        """A call begins."""
        self._tokens -= 1

    def tighten(self) -> None:
        """A call was refused for its pace."""
        self._count_tokens()
        self.share = max(_LEAST_SHARE, self.share / 2)
        self._tokens = min(self._tokens, self._most_tokens)

    def ease(self) -> None:
        """A call succeeded."""
        self._count_tokens()
        self.share = min(1.0, self.share + _GAIN)

    def _count_tokens(self) -> None:
        now = self._clock()
        grown = (now - self._counted_at) * self._per_second * self.share
        self._tokens, self._counted_at = min(self._most_tokens, self._tokens + grown), now
