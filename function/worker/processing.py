"""One delivery -> one outcome: the only place that decides what an error means.

| situation                               | the backend is told            | the message                           |
|-----------------------------------------|--------------------------------|---------------------------------------|
| success                                 | DONE                           | acknowledged                          |
| permanent failure                       | FAILED + code                  | acknowledged                          |
| retryable failure, receives left        | nothing yet                    | given back, 30 s x 2^(n-1)            |
| configuration failure, receives left    | nothing yet                    | given back, 5 to 15 min, alarmed      |
| either on the last receive              | FAILED + code                  | given back at once, so to the DLQ     |
| callback refused or unreachable         | (could not)                    | given back; next time only told again |
| result of this upload already stored    | the same again, no stage runs  | acknowledged                          |
| bare S3 event fails                     | FAILED at once                 | there is none                         |
| test event, folder marker, our output   | nothing                        | acknowledged, logged                  |
| unreadable, no job id, foreign bucket   | nobody to tell                 | given back at once, so to the DLQ     |
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from worker import journal
from worker.backoff import retry_delay
from worker.domain.callbacks import compose_callback
from worker.domain.deliveries import Acknowledged, Delivery, Disposition, GivenBack
from worker.domain.errors import Axis, CallbackError, Condition, JobError, failure
from worker.domain.jobs import Job, SummaryJob
from worker.domain.results import Result
from worker.messages import Ignored, Item, Unaddressable, UnreadableMessageError, read_message
from worker.ports import Backend, Results, Videos
from worker.stages.locate import locate
from worker.stages.store_result import store_result
from worker.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Generator

    from worker.domain.deadlines import Deadline

TELLING_SECONDS = 20.0
"""Kept back from the work, so that an outcome can still be stored and told when the work used up its time."""

CALLBACK_SECONDS = 10.0
"""Of those, what storing leaves for the callback."""

NEEDED_SECONDS = 45.0
"""A job is not begun with less: 20 s to tell, and CLOVA's and Claude's least times, lest CLOVA is paid for nothing.

On the last receive it is begun all the same, since somebody must tell the backend.
"""

POSTPONED_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Processor:
    """Handles deliveries.

    `run` is the pipeline of a located job, `bucket` is `VIDEO_BUCKET_NAME`, `retry_base` is `RETRY_BASE_SECONDS`.
    """

    videos: Videos
    results: Results
    backend: Backend
    run: Callable[[Job, Workspace], Result]
    bucket: str
    retry_base: float

    def process(self, delivery: Delivery, deadline: Deadline) -> Disposition:
        """Handle one delivery; never raises for what a message or the world can do."""
        try:
            items = read_message(delivery.body, self.bucket)
        except UnreadableMessageError as error:
            return journal.dead_lettered(f"unreadable message: {error}", last=delivery.last)
        return _combine([self._handle_safely(item, delivery, deadline) for item in items])

    def _handle_safely(self, item: Item, delivery: Delivery, deadline: Deadline) -> Disposition:
        try:
            return self._handle(item, delivery, deadline)
        except Exception as error:  # noqa: BLE001 - a bug must not cost the message, nor the others of its batch
            journal.broke(error)
            return GivenBack(round(self.retry_base), Condition.UNEXPECTED.reason)

    def _handle(self, item: Item, delivery: Delivery, deadline: Deadline) -> Disposition:
        match item:
            case Ignored():
                return journal.ignored(item.reason, item.key)
            case Unaddressable():
                return journal.dead_lettered(item.reason, item.key, last=delivery.last)
            case SummaryJob() if deadline.left() < NEEDED_SECONDS and not delivery.last:
                return journal.postponed(POSTPONED_SECONDS)
            case SummaryJob():
                with journal.job(item, delivery.receive_count):
                    return self._deliver(item, delivery, deadline)
            case _:
                assert_never(item)

    def _deliver(self, job: Job, delivery: Delivery, deadline: Deadline) -> Disposition:
        work = deadline.earlier(TELLING_SECONDS)
        try:
            with _our_own_faults():
                result = self._recall(job, work)
                if result is None:
                    job = locate(job, self.videos, work)
                    result = self._recall(job, work) or self._run(job, work)
            self._tell(result, deadline)
        except CallbackError as error:
            return self._give_back(error, delivery)
        except JobError as error:
            return self._fail(job, error, delivery, deadline)
        journal.ended(result)
        return Acknowledged()

    def _recall(self, job: Job, work: Deadline) -> Result | None:
        """The stored end of this very upload, if running it again could not change it."""
        stored = self.results.find(job, work)
        return stored if stored is not None and stored.settled else None

    def _run(self, job: Job, work: Deadline) -> Result:
        with open_workspace(work) as workspace:
            return self.run(job, workspace)

    def _fail(self, job: Job, error: JobError, delivery: Delivery, deadline: Deadline) -> Disposition:
        final = error.axis is Axis.PERMANENT
        if not final and not delivery.last:
            return self._give_back(error, delivery)
        result = error.draft.with_failure(error) if error.draft else Result.failed(job, error)
        try:
            self._tell(self._keep(result, deadline.earlier(CALLBACK_SECONDS)), deadline)
        except CallbackError as refusal:
            return self._give_back(refusal, delivery)
        journal.ended(result, error)
        return Acknowledged() if final else GivenBack(0, error.condition.reason)

    def _keep(self, result: Result, deadline: Deadline) -> Result:
        """Store a failed result; one that cannot be stored is told all the same, without naming what is not there."""
        try:
            with _our_own_faults():
                store_result(result, self.results, deadline)
        except JobError as error:
            journal.unkept(error)
            return replace(result, transcript=None)
        return result

    def _tell(self, result: Result, deadline: Deadline) -> None:
        with journal.telling():
            self.backend.tell(compose_callback(result), deadline)

    def _give_back(self, error: JobError, delivery: Delivery) -> GivenBack:
        delay = 0 if delivery.last else retry_delay(error, delivery.receive_count, self.retry_base)
        journal.given_back(error, delay, last=delivery.last)
        return GivenBack(delay, error.condition.reason)


@contextmanager
def _our_own_faults() -> Generator[None]:
    """Turn whatever our own code raises into a failure of ours, without its text: that may quote anything."""
    try:
        yield
    except JobError:
        raise
    except Exception as error:  # noqa: BLE001 - a bug must not cost the message
        journal.broke(error)
        raise failure(Condition.UNEXPECTED, "An unexpected error stopped the job.") from None


def _combine(dispositions: list[Disposition]) -> Disposition:
    """A message comes back as soon as one of its records needs it, after the longest of their delays."""
    given_back = [one for one in dispositions if isinstance(one, GivenBack)]
    return max(given_back, key=lambda one: one.delay, default=Acknowledged())
