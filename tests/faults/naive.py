"""The control: the worker one writes first, as the first specification reads. It keeps no books.

The suites are worth something as long as this fails them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from worker.delivery.messages import read_message
from worker.jobs.deadline import Deadline
from worker.jobs.errors import Condition, JobError, failure
from worker.jobs.job import Job
from worker.jobs.workspace import open_workspace
from worker.speech.calls import Capacity
from worker.tasks.dispatch import Tasks, run_pipeline
from worker.tasks.summary.pipeline import SummaryOptions
from worker.video.locate import locate

if TYPE_CHECKING:
    from worker.bootstrap import Adapters
    from worker.jobs.ending import Ending
    from worker.tasks.summary.ports import Ports
    from worker.tasks.summary.settings import Settings

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


def make_handler(settings: Settings, adapters: Adapters, ports: Ports, others: Tasks) -> Handler:
    """A handler that does each job, tells, and on any error tells of that and lets SQS repeat it all."""
    limits = (settings.max_video_bytes, Capacity(settings.clova_concurrency))
    options = SummaryOptions("Summarise.", settings.audio_filter, *limits, settings.audio_track)
    tasks = replace(others, summary=(ports, options))

    def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
        deadline = Deadline.after(context.get_remaining_time_in_millis() / 1000)
        failed = [record["messageId"] for record in event["Records"] if not attempt(record, deadline)]
        return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}

    def attempt(record: dict[str, Any], deadline: Deadline) -> bool:
        items = read_message(record["body"], settings.video_bucket_name, settings.video_task)
        return all(work(job, deadline) for job in items if isinstance(job, Job))

    def work(job: Job, deadline: Deadline) -> bool:
        try:
            with open_workspace(deadline) as workspace:
                tell(run_pipeline(locate(job, ports.videos, deadline), tasks, workspace), deadline)
        except Exception as error:  # noqa: BLE001 - as the specification says: whatever it is, tell FAILED
            known = error if isinstance(error, JobError) else failure(Condition.UNEXPECTED, "An unexpected error.")
            tell(job.failed(known), deadline)
            return False
        return True

    def tell(ending: Ending, deadline: Deadline) -> None:
        callback = ending.callback(uuid.uuid4().hex)
        if callback is not None:
            adapters.backend.tell(callback, deadline)

    return handle
