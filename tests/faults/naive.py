"""The control: the worker one writes first, as the first specification reads. It keeps no books.

The suites are worth something as long as this fails them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from worker.domain.deadlines import Deadline
from worker.domain.errors import Condition, JobError, failure
from worker.domain.results import Result
from worker.domain.summary_job import SummaryJob
from worker.messages import read_message
from worker.pipelines.summarize_video import SummaryOptions, summarize_video
from worker.stages.clip_calls import Capacity
from worker.workspace import open_workspace

if TYPE_CHECKING:
    from worker.bootstrap import Adapters
    from worker.ports import Ports
    from worker.settings import Settings

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


def make_handler(settings: Settings, adapters: Adapters, ports: Ports) -> Handler:
    """A handler that does each job, tells, and on any error tells of that and lets SQS repeat it all."""
    limits = (settings.max_video_bytes, Capacity(settings.clova_concurrency))
    options = SummaryOptions("Summarise.", settings.audio_filter, *limits)

    def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
        deadline = Deadline.after(context.get_remaining_time_in_millis() / 1000)
        failed = [record["messageId"] for record in event["Records"] if not attempt(record, deadline)]
        return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}

    def attempt(record: dict[str, Any], deadline: Deadline) -> bool:
        items = read_message(record["body"], settings.video_bucket_name)
        return all(work(job, deadline) for job in items if isinstance(job, SummaryJob))

    def work(job: SummaryJob, deadline: Deadline) -> bool:
        try:
            with open_workspace(deadline) as workspace:
                source, language = ports.videos.locate(job.source, deadline)
                tell(summarize_video(job.located(source, language), ports, options, workspace), deadline)
        except Exception as error:  # noqa: BLE001 - as the specification says: whatever it is, tell FAILED
            known = error if isinstance(error, JobError) else failure(Condition.UNEXPECTED, "An unexpected error.")
            tell(Result.failed(job, known), deadline)
            return False
        return True

    def tell(result: Result, deadline: Deadline) -> None:
        adapters.backend.tell(result.callback(uuid.uuid4().hex), deadline)

    return handle
