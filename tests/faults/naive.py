"""The control: the worker one writes first, as the first specification reads. It keeps no books.

The suites are worth something as long as this fails them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from worker.bootstrap.tasks import make_intake
from worker.delivery.messages import read_message
from worker.jobs.deadline import Deadline
from worker.jobs.errors import UNEXPECTED, JobError
from worker.jobs.task import Ignored, Unaddressable
from worker.jobs.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.adapters.services import Services
    from worker.jobs.ending import Ending
    from worker.jobs.job import Job
    from worker.jobs.task import Pipeline
    from worker.tasks.summary.settings import Settings

T = TypeVar("T")

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


class NoCheckpoints:
    """Keeps nothing."""

    supersedes: str | None = None

    def load(self, name: str) -> None:  # noqa: ARG002 - nothing is under any name
        return None

    def save(self, name: str, body: bytes) -> bool:  # noqa: ARG002 - nothing is kept
        return False

    def refuse_superseded(self) -> None:
        return

    def note_progress(self) -> None:
        return

    def pay(
        self,
        stage: str,  # noqa: ARG002 - likewise
        name: str,  # noqa: ARG002 - likewise
        call: Callable[[], T],
        dump: Callable[[T], bytes],  # noqa: ARG002 - likewise
        price: object,  # noqa: ARG002 - likewise
    ) -> tuple[T, bool]:
        return call(), False


def make_handler(settings: Settings, services: Services, pipelines: Mapping[str, Pipeline[Any]]) -> Handler:
    """A handler that does each job, tells, and on any error tells of that and lets SQS repeat it all."""

    def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
        deadline = Deadline.after(context.get_remaining_time_in_millis() / 1000)
        failed = [record["messageId"] for record in event["Records"] if not attempt(record, deadline)]
        return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}

    def attempt(record: dict[str, Any], deadline: Deadline) -> bool:
        items = read_message(record["body"], make_intake(settings.video_bucket_name, settings.video_task))
        return all(work(job, deadline) for job in items if not isinstance(job, Ignored | Unaddressable))

    def work(job: Job, deadline: Deadline) -> bool:
        try:
            with open_workspace(deadline) as workspace:
                tell(pipelines[job.task].run(job, NoCheckpoints(), workspace), deadline)
        except Exception as error:  # noqa: BLE001 - as the specification says: whatever it is, tell FAILED
            known = error if isinstance(error, JobError) else JobError(UNEXPECTED, "An unexpected error.")
            tell(job.failed(known), deadline)
            return False
        return True

    def tell(ending: Ending, deadline: Deadline) -> None:
        callback = ending.callback(uuid.uuid4().hex)
        if callback is not None:
            services.backend.send(callback, deadline)

    return handle
