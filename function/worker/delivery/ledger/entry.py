"""What the ledger keeps of one upload's job, and the steps from one state to the next.

Every step is a new `Entry` with the next `revision`, stored only over the one before: who lost the lease writes none.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from worker.delivery.ledger.outcome import Abandoned, Outcome

if TYPE_CHECKING:
    from worker.delivery.delivery import Again
    from worker.jobs.job import Job


class StaleEntryError(Exception):
    """Somebody else has written since the entry was read."""


class SupersededError(StaleEntryError):
    """A newer upload or order has taken its place."""


CLAIMED = "CLAIM"
"""The stage of a job of which nothing has begun since it was claimed."""


@dataclass(frozen=True, slots=True)
class EntryName:
    """Which entry of the ledger."""

    job_id: str
    generation: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One generation of a job: one upload.

    `epoch` counts the claims and `owner` names the last one. `lease_until` (seconds since 1970) is 0 where nobody holds
    the job. `failures` counts failed attempts, `deaths` workers that vanished, `died_in` how often in which stage.
    `supersedes` is the webhook-id of the end before it was reopened. `yields` counts how often the time ran out
    since the last checkpoint: something that was paid for or made was kept. `in_air` names the paid calls that were
    announced and whose answers are not kept; `lost` are those that workers before the present one left so.
    `sent_at` is when the latest message of it was sent, and `resent` when each was that came by our own sending, under
    its mark: by the queue's clock, in seconds since 1970. `queue_ahead` is by how many seconds that was ahead of the
    clock of the worker that asked it last. `made_at` is when it was uploaded or ordered (0: not known).
    `abandoned` says why nobody is told, if so. `callback_url` is the job's: the sweep has no message to look it up in.
    """

    job_id: str
    generation: str
    key: str
    sequencer: str
    first_seen: float
    updated_at: float
    revision: int = 0
    epoch: int = 0
    owner: str = ""
    lease_until: float = 0.0
    stage: str = ""
    failures: int = 0
    deaths: int = 0
    died_in: dict[str, int] = field(default_factory=dict[str, int])
    outcome: Outcome | None = None
    supersedes: str | None = None
    yields: int = 0
    in_air: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    sent_at: float = 0.0
    task: str = "summary"
    callback_url: str | None = None
    abandoned: Abandoned | None = None
    resent: dict[str, float] = field(default_factory=dict[str, float])
    made_at: float = 0.0
    queue_ahead: float = 0.0

    @classmethod
    def fresh(cls, job: Job, now: float) -> Entry:
        """What is known of a job that nobody has claimed yet."""
        identity = (job.job_id, job.generation, job.s3_key, job.sequencer, now, now)
        return cls(*identity, task=job.task, callback_url=job.callback_url, made_at=job.made_at)

    @property
    def attempts(self) -> int:
        """Attempts that are used up: failed ones, and ones whose worker died."""
        return self.failures + self.deaths

    @property
    def finished(self) -> bool:
        """Whether the backend knows how it ended, or has said that it wants to hear no more of it."""
        return self.abandoned is Abandoned.CLOSED or bool(self.outcome and self.outcome.accepted_at is not None)

    @property
    def at_work(self) -> bool:
        """Whether it is held with a stage begun and no end decided: such a lease, once over, tells of a death.

        A lease from before the first stage tells of none: nothing of the job has run yet, and a claim whose answer was
        lost leaves one, too. What ends such a job is SQS's receives and the sweep.
        """
        return self.lease_until > 0 and self.outcome is None and self.stage != CLAIMED

    def met(self, again: Again) -> Entry:
        """A message of our own sending has come; it stays known by the first that comes with its mark."""
        return replace(self, resent={again.mark: again.sent_at, **self.resent})

    def claimed(self, now: float, lease: float) -> Entry:
        """Taken over; a lease that nobody gave back may tell of a death in the stage that was begun last."""
        died = self.at_work
        died_in = {**self.died_in, self.stage: self.died_in.get(self.stage, 0) + 1} if died else self.died_in
        return replace(
            self.written(now),
            epoch=self.epoch + 1,
            owner=uuid4().hex,
            lease_until=now + lease,
            stage=CLAIMED,
            deaths=self.deaths + died,
            died_in=died_in,
            in_air=(),
            lost=tuple(dict.fromkeys((*self.lost, *self.in_air))),
            outcome=self._doubted(),
        )

    def written(self, now: float) -> Entry:
        """The same, as the next revision."""
        return replace(self, revision=self.revision + 1, updated_at=now)

    def renewed(self, now: float, lease: float) -> Entry:
        """Still at work, unless the job was let go: a late heartbeat must not hold it again."""
        return replace(self.written(now), lease_until=now + lease if self.lease_until else 0.0)

    def began(self, stage: str, now: float, lease: float) -> Entry:
        """A stage has begun; a worker that was paused past its lease holds the job again, or cannot write this.

        Raises:
            StaleEntryError: it is decided how the job ended, by a write whose answer was lost.
        """
        self._refuse_decided()
        return replace(self.renewed(now, lease), stage=stage)

    def released(self, now: float, *, perhaps_heard: bool = False) -> Entry:
        """Let go by a worker that can do no more for it, and is alive: it knows what it may have told."""
        outcome = self._doubted() if perhaps_heard else self.outcome
        return replace(self.written(now), lease_until=0.0, outcome=outcome)

    def _doubted(self) -> Outcome | None:
        """The outcome as a holder leaves it who did not note whether the backend accepted: it may have been told."""
        return replace(self.outcome, perhaps_heard=True) if self.outcome and self.lease_until else self.outcome

    def failed(self, now: float) -> Entry:
        """This attempt failed, and the job waits for the next one."""
        return replace(self.written(now), failures=self.failures + 1, lease_until=0.0)

    def yielded(self, now: float) -> Entry:
        """The time ran out, and the job waits for another invocation."""
        return replace(self.written(now), yields=self.yields + 1, lease_until=0.0)

    def got_further(self, now: float) -> Entry:
        """A new checkpoint was stored."""
        return replace(self.written(now), yields=0)

    def announced(self, call: str, now: float, lease: float) -> Entry:
        """A paid call is about to be made: what `lost` names is paid a second time by it."""
        lost = tuple(one for one in self.lost if one != call)
        return replace(self.renewed(now, lease), in_air=(*self.in_air, call), lost=lost)

    def landed(self, call: str, now: float, *, kept: bool) -> Entry:
        """A paid call is over: its answer is kept, or it brought none."""
        place = self.in_air.index(call)
        in_air = self.in_air[:place] + self.in_air[place + 1 :]
        return replace(self.written(now), in_air=in_air, yields=0 if kept else self.yields)

    def settled(self, outcome: Outcome, now: float) -> Entry:
        """It is decided how the job ended.

        Raises:
            StaleEntryError: it was before, by a write whose answer was lost.
        """
        self._refuse_decided()
        return replace(self.written(now), outcome=replace(outcome, queue_time=now + self.queue_ahead))

    def _refuse_decided(self) -> None:
        if self.outcome is not None:
            raise StaleEntryError

    def told(
        self,
        now: float,
        *,
        accepted: bool,
        again: float | Abandoned = 0.0,
        refused: bool = False,
        perhaps_heard: bool = False,
    ) -> Entry:
        """The backend was told, and whether it accepted; nobody holds the job any longer.

        `again` is when one that did not accept is told again, or why it never is.
        """
        assert self.outcome is not None  # noqa: S101 - only an outcome is told; tells the type checker
        outcome = replace(
            self.outcome,
            tellings=self.outcome.tellings + 1,
            accepted_at=now if accepted else None,
            refused=refused,
            perhaps_heard=self.outcome.perhaps_heard or perhaps_heard,
        )
        if isinstance(again, Abandoned):
            return replace(self.dropped(again, now), outcome=outcome)
        outcome = replace(outcome, again_at=again)
        return replace(self.written(now), outcome=outcome, abandoned=None, lease_until=0.0)

    def spared(self, again: float, now: float) -> Entry:
        """The outcome is not told before `again`; nobody holds the job meanwhile."""
        assert self.outcome is not None  # noqa: S101 - only an outcome is told; tells the type checker
        return replace(self.written(now), outcome=replace(self.outcome, again_at=again), lease_until=0.0)

    def dropped(self, why: Abandoned, now: float) -> Entry:
        """The backend hears no more of the job, and nobody holds it."""
        return replace(self.written(now), abandoned=why, lease_until=0.0)

    def reopened(self) -> Entry:
        """The job begins anew; what it tells goes under another webhook-id."""
        return replace(
            self,
            outcome=None,
            supersedes=self.outcome.event_id if self.outcome else self.supersedes,
            abandoned=None,
            failures=0,
            deaths=0,
            died_in={},
            yields=0,
            lease_until=0.0,
        )
