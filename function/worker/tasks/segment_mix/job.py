"""The mixing of a project's segments."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from worker.jobs.ending import FailureReport
from worker.tasks.segment_mix.ending import Mixed
from worker.tasks.segment_mix.mix import Mix, Segment

if TYPE_CHECKING:
    from worker.jobs.errors import JobError
    from worker.jobs.task import JobRef


@dataclass(frozen=True, slots=True)
class SegmentMixJob:
    """Mix the segments of a project, and send the end to `callback_url`.

    `prefix` is the folder of its files. `problem` says why the order cannot be carried out, if only its address can be
    used; then there are no segments. With `keep_going` a segment that cannot be mixed does not fail the others. The
    same order under the same `job_id` is the same job (`delivery.ledger.claim` says when a second message is a
    duplicate of it); another order under it replaces it.
    """

    task: ClassVar[str] = "segment_mix"
    repeatable: ClassVar[bool] = True

    job_id: str
    project_id: str
    callback_url: str
    prefix: str
    segments: tuple[Segment, ...] = ()
    keep_going: bool = False
    problem: str | None = None
    generation: str = ""

    @property
    def s3_key(self) -> str:
        """The prefix names it in log lines and in the ledger."""
        return self.prefix

    @property
    def user_id(self) -> None:
        """None: an order belongs to a project."""

    @property
    def sequencer(self) -> str:
        """Orders have none."""
        return ""

    @property
    def made_at(self) -> float:
        """0: the time when its message was sent counts instead."""
        return 0.0

    @property
    def place(self) -> str:
        """What all its orders share."""
        return f"{self.project_id}/{self.job_id}"

    @classmethod
    def from_ref(cls, ref: JobRef) -> SegmentMixJob:
        """The job that belongs to a reference from the ledger; its key is the prefix."""
        prefix = ref.source.key
        project_id = prefix.split("/")[1]
        return cls(ref.job_id, project_id, ref.callback_url or "", prefix, generation=ref.generation)

    def named(self, message_id: str) -> SegmentMixJob:  # noqa: ARG002 - the order itself says which job it is
        """The job with its generation, a hash of the order."""
        order = json.dumps(asdict(replace(self, generation="")), sort_keys=True)
        return replace(self, generation=hashlib.sha256(order.encode()).hexdigest()[:32])

    def failed(self, error: JobError) -> Mixed:
        """Its end after a failure."""
        return Mixed(self.job_id, self.project_id, self.callback_url, failure=FailureReport.of(error))

    def mixed(self, mixes: tuple[Mix, ...]) -> Mixed:
        """Its end once its segments are mixed."""
        return Mixed(self.job_id, self.project_id, self.callback_url, mixes)
