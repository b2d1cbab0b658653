"""Which upload or order supersedes which: of all that share a place, the newest counts.

S3's sequencers order the uploads of one key only. Uploads of different keys are ordered by the time of their events,
orders by when their messages were first sent (docs/sources.md, Lambda and SQS).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from worker.delivery.ledger.entry import Entry, StaleEntryError

if TYPE_CHECKING:
    from worker.jobs.job import Job


class SupersededError(StaleEntryError):
    """A newer upload or order has taken its place."""


def name_place(job: Job) -> str:
    """The name of a job's place, unique over all tasks."""
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
        """Whether this is the newer of the two; if nothing orders them, neither is newer."""
        width = max(len(self.sequencer), len(other.sequencer))
        mine, others = (one.sequencer.upper().ljust(width, "0") for one in (self, other))
        if self.key == other.key and self.sequencer and other.sequencer:
            return mine > others
        if not (self.made_at and other.made_at):
            return False
        return (self.made_at, mine, self.generation) > (other.made_at, others, other.generation)


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest ever claimed of a place, as the ledger keeps it; `written_at` is in seconds since 1970."""

    rank: Rank
    written_at: float
    revision: int = 1

    def replaces(self, rank: Rank) -> bool:
        """Whether this supersedes an upload or order."""
        return self.rank.generation != rank.generation and self.rank.is_newer(rank)


def put_first(rank: Rank, newest: Newest | None, now: float) -> Newest | None:
    """The newest of a place once `rank` is claimed, or None if that changes nothing.

    Its time never goes back, although the events of one key may disagree with their sequencers. Otherwise three uploads
    of two keys could supersede each other in a circle.
    """
    if newest is None:
        return Newest(rank, now)
    if not rank.is_newer(newest.rank):
        return None
    latest = replace(rank, made_at=max(rank.made_at, newest.rank.made_at))
    return Newest(latest, now, newest.revision + 1)
