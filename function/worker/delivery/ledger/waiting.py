"""What a job waits for that outlasts an invocation (`jobs.not_ready.NotReady`), as the ledger remembers it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from worker.jobs.not_ready import NotReady


@dataclass(frozen=True, slots=True)
class Waiting:
    """`reason` names what the job waits for, `since` is when that began, and `until` is when to look again.

    Times are seconds since 1970. `krw` is the price of the call for which the day's budget has no room, in won.
    """

    reason: str
    since: float
    until: float
    krw: float = 0.0

    @classmethod
    def of(cls, wait: NotReady, until: float) -> Waiting:
        """The wait that a stage has asked for."""
        return cls(wait.reason, wait.since, until, wait.krw)

    def following(self, before: Waiting | None) -> Waiting:
        """The same after an earlier look: a wait for the same thing began when it began first."""
        if before is None or before.reason != self.reason:
            return self
        return replace(self, since=min(self.since, before.since))
