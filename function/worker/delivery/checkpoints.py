"""What one job keeps under `work/`, so that nothing is paid for or decoded twice.

The ledger names a paid call from before it is made until its answer is saved. Only a call that an earlier worker left
there may be paid a second time, and that is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from worker.delivery import worker_log
from worker.delivery.lease import Lease
from worker.delivery.ports import Artefacts
from worker.jobs.errors import JobError
from worker.jobs.job import Job

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class JobCheckpoints:
    """Implements `jobs.ports.Checkpoints`."""

    artefacts: Artefacts
    job: Job
    lease: Lease

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

    def note_progress(self) -> None:
        try:
            self.lease.note_progress()
        except JobError as error:
            worker_log.not_saved(error)

    def pay(self, stage: str, name: str, call: Callable[[], T], dump: Callable[[T], bytes]) -> tuple[T, bool]:
        if self.lease.begin_call(name):
            worker_log.call_repeated(stage)
        try:
            answer = call()
        except JobError:
            self._end_call(name, saved=False)
            raise
        saved = self.save(name, dump(answer))
        if saved:
            self._end_call(name, saved=True)
        return answer, saved

    def _end_call(self, name: str, *, saved: bool) -> None:
        """Remove a call from the ledger; if that fails, a paid answer is used anyway."""
        try:
            self.lease.end_call(name, saved=saved)
        except JobError as error:
            worker_log.not_saved(error)
