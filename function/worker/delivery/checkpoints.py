"""What one job keeps under `work/`, so that nothing is paid for or decoded twice.

The ledger names a paid call from before it is made until its answer is saved. Only a call that an earlier worker left
there may be paid a second time, and that is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from worker.delivery import worker_log
from worker.delivery.budget import Budget
from worker.delivery.lease import Lease
from worker.delivery.ledger.entry import StaleEntryError
from worker.delivery.ports import Artefacts
from worker.jobs.errors import JobError
from worker.jobs.job import Job

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.delivery.budget import Reserved
    from worker.jobs.price import CallPrice

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class JobCheckpoints:
    """Implements `jobs.ports.Checkpoints`; without a `budget` the day has no lid, and no price is counted."""

    artefacts: Artefacts
    job: Job
    lease: Lease
    budget: Budget | None = None

    @property
    def supersedes(self) -> str | None:
        return self.lease.entry.supersedes

    def load(self, name: str) -> bytes | None:
        return self.artefacts.load(self.job, name)

    def save(self, name: str, body: bytes) -> bool:
        try:
            self.artefacts.save(self.job, name, body)
        except JobError as error:
            worker_log.not_saved(error)
            return False
        return True

    def refuse_superseded(self) -> None:
        self.lease.refuse_superseded()

    def refuse_spent(self) -> None:
        """Refuse to run a job that waits for the day's budget and would only wait again; see `Budget.refuse_again`."""
        if self.budget:
            self.budget.refuse_again(self.lease.entry.waiting)

    def note_progress(self) -> None:
        try:
            self.lease.note_progress()
        except JobError as error:
            worker_log.not_saved(error)

    def pay(
        self, stage: str, name: str, call: Callable[[], T], dump: Callable[[T], bytes], price: CallPrice[T]
    ) -> tuple[T, bool]:
        reserved = self._begin_call(stage, name, price.krw)
        try:
            answer = call()
        except JobError as error:
            if not error.perhaps_heard:
                self._end_call(name, saved=False)
            self._correct(reserved, price.of_failure(error.spent))
            raise
        saved = self.save(name, dump(answer))
        if saved:
            self._end_call(name, saved=True)
        self._correct(reserved, price.of_answer(answer))
        return answer, saved

    def _begin_call(self, stage: str, name: str, krw: float) -> Reserved | None:
        """Count the price, then note the call; a call that cannot be noted is not made, and counts nothing."""
        reserved = self.budget.reserve(krw) if self.budget else None
        try:
            repeated = self.lease.begin_call(name)
        except (JobError, StaleEntryError):
            self._correct(reserved, 0.0)
            raise
        if repeated:
            worker_log.call_repeated(stage)
        return reserved

    def _correct(self, reserved: Reserved | None, krw: float) -> None:
        if self.budget and reserved:
            self.budget.correct(reserved, krw)

    def _end_call(self, name: str, *, saved: bool) -> None:
        """Remove a call from the ledger; if that fails, a paid answer is used anyway."""
        try:
            self.lease.end_call(name, saved=saved)
        except JobError as error:
            worker_log.not_saved(error)
