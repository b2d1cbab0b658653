"""What came of one delivery, as a value to compare with."""

from __future__ import annotations

from dataclasses import dataclass

_PACES = {(0, 0): "at once", (5, 5): "soon", (30, 38): "after a backoff", (300, 375): "slowly"}
"""Seconds a message is hidden after its first receive, at the default RETRY_BASE_SECONDS of 30."""


@dataclass(frozen=True)
class Ending:
    """Whether SQS keeps the message and when it comes back, and what the backend accepted: codes, or DONE."""

    comes_back: str | None
    told: tuple[str, ...]


def name_pace(delays: list[int]) -> str:
    """How soon a kept message comes back."""
    if not delays:
        return "when the queue likes"
    [delay] = delays
    return next((name for (least, most), name in _PACES.items() if least <= delay <= most), f"after {delay} s")


DONE = Ending(None, ("DONE",))
LEFT_TO_THE_SWEEP = Ending(None, ())
BACKED_OFF = Ending("after a backoff", ())
YIELDED = Ending("soon", ())
SLOWED_DOWN = Ending("slowly", ())


def failed(code: str) -> Ending:
    """Told at once and acknowledged."""
    return Ending(None, (code,))


def dead_lettered(code: str) -> Ending:
    """Told on the last receive, and kept for a redrive."""
    return Ending("at once", (code,))
