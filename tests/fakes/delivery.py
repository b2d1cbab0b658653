"""The ledger, the queue, what is kept, and the backend, imitated."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from worker.adapters.memory_ledger import MemoryLedger
from worker.bootstrap.tasks import make_intake
from worker.delivery.ledger.entry import Entry, EntryName, StaleEntryError
from worker.delivery.messages import UnreadableMessageError, read_message
from worker.jobs.ending import Callback
from worker.jobs.errors import JobError
from worker.jobs.task import Ignored, Unaddressable

if TYPE_CHECKING:
    from worker.delivery.delivery import Delivery
    from worker.delivery.ledger.precedence import Newest
    from worker.delivery.ports import Artefacts, Ledger, Queue
    from worker.jobs.deadline import Deadline
    from worker.jobs.job import Job
    from worker.jobs.ports import Backend


@dataclass
class FakeBackend:
    """Accepts every callback, unless an error is due; one error a call, in order."""

    errors: list[Exception] = field(default_factory=list[Exception])
    seconds_left: float = 0.0
    told: list[Callback] = field(default_factory=list["Callback"])

    def send(self, callback: Callback, deadline: Deadline) -> None:
        self.seconds_left = deadline.left()
        if self.errors:
            raise self.errors.pop(0)
        self.told.append(callback)

    @property
    def bodies(self) -> list[dict[str, object]]:
        return [json.loads(callback.body) for callback in self.told]


@dataclass
class FakeQueue:
    """Remembers what was hidden, and for how long; `now` is what its clock says, if it says anything."""

    hidden: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    extended: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    sent: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    sends: bool = True
    now: float | None = None

    def hide(self, receipt: str, seconds: int) -> None:
        self.hidden.append((receipt, seconds))

    def extend(self, receipt: str, seconds: int) -> float | None:
        self.extended.append((receipt, seconds))
        return self.now

    def requeue(self, delivery: Delivery, seconds: int) -> bool:
        if self.sends:
            self.sent.append((delivery.body, seconds))
        return self.sends


@dataclass
class FakeArtefacts:
    """Keeps bytes in memory, unless an error is due: `error` when saving, `unreadable` when loading."""

    kept: dict[tuple[str, str, str], bytes] = field(default_factory=dict[tuple[str, str, str], bytes])
    error: JobError | None = None
    unreadable: JobError | None = None

    def load(self, job: Job, name: str) -> bytes | None:
        if self.unreadable:
            raise self.unreadable
        return self.kept.get((job.job_id, job.generation, name))

    def save(self, job: Job, name: str, body: bytes) -> None:
        if self.error:
            raise self.error
        self.kept[job.job_id, job.generation, name] = body

    def clear(self, job: Job) -> None:
        if self.error:
            raise self.error
        self.kept = {name: body for name, body in self.kept.items() if name[:2] != (job.job_id, job.generation)}


class FakeLedger(MemoryLedger):
    """The laptop's ledger, which can be told to fail, to be behind, and to have seen failed attempts of a message."""

    error: JobError | None = None
    stale_names: list[EntryName] | None = None

    def read(self, job_id: str) -> list[Entry]:
        return [entry for name, entry in self._entries.items() if name.job_id == job_id]

    def find(self, name: EntryName) -> Entry | None:
        if self.error:
            raise self.error
        return super().find(name)

    def newest(self, place: str) -> Newest | None:
        if self.error:
            raise self.error
        return super().newest(place)

    def write_newest(self, newest: Newest) -> None:
        if self.error:
            raise self.error
        super().write_newest(newest)

    def due(self, now: float, most: int) -> list[EntryName]:
        if self.error:
            raise self.error
        return super().due(now, most) if self.stale_names is None else self.stale_names

    def write(self, entry: Entry) -> None:
        if self.error:
            raise self.error
        super().write(entry)

    def add_cost(self, day: str, krw: float, lid: float | None = None) -> float | None:
        if self.error:
            raise self.error
        return super().add_cost(day, krw, lid)

    def remember_failures(self, body: str, bucket: str, failures: int, task: str = "summary") -> None:
        """Let the jobs of a message that are new to the ledger have failed so often."""
        with suppress(UnreadableMessageError):
            for job in read_message(body, make_intake(bucket, task)):
                if not isinstance(job, Ignored | Unaddressable):
                    entry = Entry.fresh(job.named("m1"), 0.0)
                    with suppress(StaleEntryError):
                        super().write(replace(entry, revision=1, failures=failures))


def check_fakes() -> tuple[Backend, Queue, Ledger, Artefacts]:
    return FakeBackend(), FakeQueue(), FakeLedger(), FakeArtefacts()
