"""Retry policies whose sleeps take no time."""

from __future__ import annotations

from dataclasses import dataclass, field

from worker.adapters.calls.retry import RetryPolicy


@dataclass
class Naps:
    """Remembers the delays instead of sleeping them; without jitter."""

    taken: list[float] = field(default_factory=list[float])

    def policy(self, retries: int = 3) -> RetryPolicy:
        """A policy that naps here."""
        return RetryPolicy(retries, 1.0, sleep=self.taken.append, jitter=lambda: 0.5)
