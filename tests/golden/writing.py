"""A bucket that notes what is written, behind the adapters that say how."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.summary import FakeResults
from tests.handler.ledger_states import NOW
from worker.adapters.calls.retry import RetryPolicy
from worker.tasks.summary.adapters.results import S3Results

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.tasks.summary.result import Result

BUCKET = "the-bucket"
AT_ONCE = RetryPolicy(retries=0, first_delay=0.0)


@dataclass
class NotingS3:
    """A client of S3 that writes down what it is asked to put, and says `head` of every object."""

    head: dict[str, Any] = field(default_factory=dict[str, Any])
    puts: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def put_object(self, **call: Any) -> None:
        body = call["Body"]
        self.puts.append(call | {"Body": body if isinstance(body, bytes) else body.read()})

    def head_object(self, **_: object) -> dict[str, Any]:
        return self.head


@dataclass
class WrittenResults(FakeResults):
    """Writes results as a deployment does, into a bucket that notes it."""

    s3: NotingS3 = field(default_factory=NotingS3)

    def store(self, result: Result, subtitles: dict[str, str], deadline: Deadline) -> None:
        super().store(result, subtitles, deadline)
        results = S3Results(self.s3, BUCKET, AT_ONCE, lambda: NOW)  # type: ignore[arg-type] - the call that is made
        results.store(result, subtitles, deadline)
