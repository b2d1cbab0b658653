"""What a paid call costs in won: estimated before it is made, known once it is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from worker.jobs.errors import Spent

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CallPrice(Generic[T]):
    """The price of one call; every price is in won.

    Attributes:
        krw: the estimate, which is counted before the call is made.
        of_answer: what a call with this answer cost.
        of_failure: what a call without a usable answer cost, by what its error says that it spent.
    """

    krw: float
    of_answer: Callable[[T], float]
    of_failure: Callable[[Spent], float]

    @classmethod
    def fixed(cls, krw: float) -> CallPrice[T]:
        """The price of a call that costs the same with every answer, and nothing if its error names no cost."""
        return cls(krw, lambda _: krw, lambda spent: 0.0 if spent == Spent() else krw)
