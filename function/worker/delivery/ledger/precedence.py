"""What takes the place of what: of all uploads or orders of one thing, the newest counts.

S3 orders the uploads of one key by their sequencers, and no others. The uploads of two keys are ordered by the time of
their events, orders by when their messages were first sent (docs/sources.md, Lambda and SQS).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from worker.delivery.ledger.entry import Entry
    from worker.jobs.job import Job


def name_place(job: Job) -> str:
    """The name of what all uploads or orders of a job are about, among those of every task."""
    return f"{job.task}/{job.place}"


@dataclass(frozen=True, slots=True)
class Rank:
    """How new an upload or an order is among those of its `place` (`jobs.job`).

    `made_at` is in seconds since 1970, 0 where it is not known; `sequencer` is "" where there is none.
    """

    place: str
    generation: str
    key: str
    sequencer: str
    made_at: float

    @classmethod
    def of(cls, job: Job, entry: Entry) -> Rank:
        """The rank of a job as the ledger has it."""
        return cls(name_place(job), entry.generation, entry.key, entry.sequencer, entry.made_at)

    def is_newer(self, other: Rank) -> bool:
        """Whether this is the newer one of the two; where nothing orders them, neither is."""
        width = max(len(self.sequencer), len(other.sequencer))
        mine, others = (one.sequencer.upper().ljust(width, "0") for one in (self, other))
        if self.key == other.key and self.sequencer and other.sequencer:
            return mine > others
        if not (self.made_at and other.made_at):
            return False
        return (self.made_at, mine, self.generation) > (other.made_at, others, other.generation)


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest of a place that was ever claimed, as the ledger keeps it; `written_at` is in seconds since 1970."""

    rank: Rank
    written_at: float
    revision: int = 1

    def replaces(self, rank: Rank) -> bool:
        """Whether this has taken the place of an upload or order."""
        return self.rank.generation != rank.generation and self.rank.is_newer(rank)


def put_first(rank: Rank, newest: Newest | None, now: float) -> Newest | None:
    """What is newest once `rank` is claimed, or None where that changes nothing.

    Its time never goes back, though the events of one key may disagree with their sequencers: so three uploads of two
    keys cannot take each other's place in a circle.
    """
    if newest is None:
        return Newest(rank, now)
    if not rank.is_newer(newest.rank):
        return None
    latest = replace(rank, made_at=max(rank.made_at, newest.rank.made_at))
    return Newest(latest, now, newest.revision + 1)
