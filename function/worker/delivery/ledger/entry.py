"""The ledger's entry for the job of one upload or order, and the steps from one state to the next.

A step is a new `Entry` with the next `revision`. It replaces only the one before, so a worker cannot write a stale one.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

from pydantic import Field

from worker.delivery.ledger.outcome import Abandoned, Outcome
from worker.delivery.ledger.waiting import Waiting
from worker.jobs.errors import JOB_CANCELLED, JobError

if TYPE_CHECKING:
    from worker.delivery.delivery import Requeued
    from worker.jobs.job import Job


class StaleEntryError(Exception):
    """Another worker has written since the entry was read, or an earlier, unanswered write decided the outcome."""


MOST_MARKS = 20
"""A job that waits for hours is sent again with a new mark each time; its older messages have been deleted."""

CLAIMED = "CLAIM"  # the stage of a claimed job before its first real stage


@dataclass(frozen=True, slots=True)
class EntryName:
    """The key of an entry in the ledger."""

    job_id: str
    generation: str

    @classmethod
    def of(cls, job: Job | Entry) -> EntryName:
        """The key of a job's entry."""
        return cls(job.job_id, job.generation)


@dataclass(frozen=True, slots=True)
class Entry:
    """One generation of a job: one upload or order. Times are seconds since 1970; an alias is a field's stored name.

    `epoch` counts the claims, `owner` names the last one, and `lease_until` is 0 if nobody holds the job. `failures`
    counts failed attempts, `deaths` the workers that vanished, `died_in` the deaths per stage, and `yields` how often
    the time ran out since a paid answer or other work was saved. `supersedes` is the webhook-id of the outcome before
    the job was reopened. `pending_calls` names the paid calls without a saved answer, `orphaned_calls` those that
    earlier workers left. By the queue's clock, `sent_at` is when the job's latest message was sent, and `resent`, by
    mark, when each message that we sent again was; `queue_ahead` is how many seconds that clock was ahead of the
    worker's when last asked. `made_at` is when the upload or order was made (0: not known). `abandoned` says why no
    more callbacks are sent, if so. `callback_url` is for the sweep, which has no message to find it in. `waiting` is
    what the job waits for, and `waited_from` when the attempt began that had to wait first (0: none had to).
    `cancelled_at` is when a person cancelled the job (0: nobody did). These three are stored only where they are set.
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
    pending_calls: Annotated[tuple[str, ...], Field(alias="in_air")] = ()
    orphaned_calls: Annotated[tuple[str, ...], Field(alias="lost")] = ()
    sent_at: float = 0.0
    task: str = "summary"
    callback_url: str | None = None
    abandoned: Abandoned | None = None
    resent: dict[str, float] = field(default_factory=dict[str, float])
    made_at: float = 0.0
    queue_ahead: float = 0.0
    waiting: Annotated[Waiting | None, Field(exclude_if=operator.not_)] = None
    waited_from: Annotated[float, Field(exclude_if=operator.not_)] = 0.0
    cancelled_at: Annotated[float, Field(exclude_if=operator.not_)] = 0.0

    @classmethod
    def fresh(cls, job: Job, now: float) -> Entry:
        """The entry of a job that nobody has claimed yet."""
        identity = (job.job_id, job.generation, job.s3_key, job.sequencer, now, now)
        return cls(*identity, task=job.task, callback_url=job.callback_url, made_at=job.made_at)

    @property
    def attempts(self) -> int:
        """The used attempts: those that failed, and those that ended with the worker's death."""
        return self.failures + self.deaths

    @property
    def finished(self) -> bool:
        """Whether the backend accepted the outcome, or said that it wants no more callbacks for the job."""
        return self.abandoned is Abandoned.CLOSED or bool(self.outcome and self.outcome.accepted_at is not None)

    @property
    def at_work(self) -> bool:
        """Whether a worker holds the job in a stage, and no outcome is decided. If such a lease ends, the worker died.

        Before the first stage it is false: a claim whose answer was lost leaves such a lease, too. SQS's receive count
        or the sweep ends that job.
        """
        return self.lease_until > 0 and self.outcome is None and self.stage != CLAIMED

    @property
    def on_hold(self) -> bool:
        """Whether nobody holds the job because it waits for something: its next delivery only looks again."""
        return self.waiting is not None and not self.lease_until and self.outcome is None

    def met(self, requeued: Requeued) -> Entry:
        """A message that we sent again has arrived; only the first arrival with a mark is remembered."""
        return replace(self, resent={requeued.mark: requeued.sent_at, **self.resent})

    def claimed(self, now: float, lease: float) -> Entry:
        """Claimed; a lease that was never released may mean a death in the last stage that began."""
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
            pending_calls=(),
            orphaned_calls=tuple(dict.fromkeys((*self.orphaned_calls, *self.pending_calls))),
            outcome=self._doubted(),
        )

    def written(self, now: float) -> Entry:
        """The same, as the next revision."""
        return replace(self, revision=self.revision + 1, updated_at=now)

    def renewed(self, now: float, lease: float) -> Entry:
        """The lease is renewed, unless the job was released: a late heartbeat must not hold it again."""
        return replace(self.written(now), lease_until=now + lease if self.lease_until else 0.0)

    def stage_began(self, stage: str, now: float, lease: float) -> Entry:
        """A stage has begun; a worker that was paused past its lease holds the job again, or cannot write this."""
        if self.outcome is not None:
            raise StaleEntryError
        self._refuse_cancelled()
        return replace(self.renewed(now, lease), stage=stage)

    def released(self, now: float, *, perhaps_heard: bool = False) -> Entry:
        """Released by a live worker, which knows whether the backend may have heard the outcome."""
        outcome = self._doubted() if perhaps_heard else self.outcome
        return replace(self.written(now), lease_until=0.0, outcome=outcome)

    def _doubted(self) -> Outcome | None:
        """The outcome, marked as perhaps heard if somebody holds the job: the holder may have sent the callback."""
        return replace(self.outcome, perhaps_heard=True) if self.outcome and self.lease_until else self.outcome

    def attempt_failed(self, now: float) -> Entry:
        """This attempt failed, and the job waits for the next one."""
        return replace(self.written(now), failures=self.failures + 1, lease_until=0.0, waiting=None)

    def yielded(self, now: float) -> Entry:
        """The time ran out, and the job waits for another invocation."""
        return replace(self.written(now), yields=self.yields + 1, lease_until=0.0, waiting=None)

    def waits(self, waiting: Waiting, began: float, now: float) -> Entry:
        """The job waits for something and is released; this is no failure, and its stage stays. `began`: its claim."""
        waiting, waited_from = waiting.following(self.waiting), self.waited_from or began
        resent = dict(islice(self.resent.items(), MOST_MARKS))
        return replace(self.written(now), lease_until=0.0, waiting=waiting, waited_from=waited_from, resent=resent)

    def progressed(self, now: float) -> Entry:
        """A new checkpoint was stored."""
        return replace(self.written(now), yields=0)

    def call_began(self, call: str, now: float, lease: float) -> Entry:
        """A paid call is about to be made; if `orphaned_calls` names it, it is now paid for a second time."""
        self._refuse_cancelled()
        orphaned = tuple(one for one in self.orphaned_calls if one != call)
        pending = (*self.pending_calls, call)
        return replace(self.renewed(now, lease), pending_calls=pending, orphaned_calls=orphaned, waiting=None)

    def call_ended(self, call: str, now: float, *, saved: bool) -> Entry:
        """A paid call is over: its answer is saved, or it brought none."""
        place = self.pending_calls.index(call)
        pending = self.pending_calls[:place] + self.pending_calls[place + 1 :]
        return replace(self.written(now), pending_calls=pending, yields=0 if saved else self.yields)

    def decided(self, outcome: Outcome, now: float) -> Entry:
        """The outcome is decided; of a cancelled job it can only be that it was cancelled."""
        if self.outcome is not None:
            raise StaleEntryError
        if outcome.failure is None or outcome.failure.code != JOB_CANCELLED.code:
            self._refuse_cancelled()
        outcome = replace(outcome, queue_time=now + self.queue_ahead)
        return replace(self.written(now), outcome=outcome, waiting=None)

    def cancelled(self, now: float) -> Entry:
        """A person has cancelled the job: nothing more is begun or paid for, and it ends as `JOB_CANCELLED`."""
        return replace(self.written(now), cancelled_at=now)

    def _refuse_cancelled(self) -> None:
        if self.cancelled_at:
            raise explain_cancelled()

    def sent(self, now: float, error: JobError | None = None, resend_at: float | Abandoned = 0.0) -> Entry:
        """A callback was sent (`Outcome.sent`); the job is released."""
        never = resend_at if isinstance(resend_at, Abandoned) else None
        outcome = self.outcome and self.outcome.sent(now, error, resend_at)
        return replace(self.written(now), outcome=outcome, abandoned=never, lease_until=0.0)

    def resend_postponed(self, resend_at: float, now: float) -> Entry:
        """The callback is not sent before `resend_at`; the job is released."""
        outcome = self.outcome and replace(self.outcome, resend_at=resend_at)
        return replace(self.written(now), outcome=outcome, lease_until=0.0)

    def dropped(self, why: Abandoned, now: float) -> Entry:
        """No more callbacks are sent for the job, and it is released."""
        return replace(self.written(now), abandoned=why, lease_until=0.0)

    def reopened(self) -> Entry:
        """The job starts again; its next callback has another webhook-id."""
        supersedes = self.outcome.event_id if self.outcome else self.supersedes
        again = replace(self, outcome=None, abandoned=None, supersedes=supersedes, cancelled_at=0.0)
        again = replace(again, failures=0, deaths=0, died_in={}, yields=0, lease_until=0.0)
        return replace(again, waiting=None, waited_from=0.0)


def explain_cancelled() -> JobError:
    """The failure of a cancelled job."""
    return JobError(JOB_CANCELLED, "The job was cancelled.")
