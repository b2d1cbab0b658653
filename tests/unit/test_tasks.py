"""What holds of every task, whichever there are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from worker.bootstrap.tasks import TASKS, make_intake
from worker.delivery.messages import read_message
from worker.jobs.ending import Status
from worker.jobs.errors import WORKER_DIED, JobError
from worker.jobs.source import Source
from worker.jobs.task import Ignored, JobRef, Task, Unaddressable

if TYPE_CHECKING:
    from worker.jobs.job import Job

BUCKET = "clipscribe-local-videos"
"""Of the sample events."""

EVENTS = Path(__file__).parents[2] / "events"

TAKEN: dict[str, list[str]] = {
    "bare_s3.json": ["summary"],
    "eventbridge.json": ["summary"],
    "folder_marker.json": [],
    "korean_key.json": ["summary"],
    "object_removed.json": [],
    "own_output.json": [],
    "s3.json": ["summary"],
    "several_records.json": ["summary", "summary"],
    "sns.json": ["summary"],
    "test_event.json": [],
}
"""Which tasks take the records of a sample event without a task's name, where `VIDEO_TASK` is the catalogue."""

TASK_NAMES = sorted(wiring.task.name for wiring in TASKS)
TAKEN.update({path.name: [path.stem] for path in EVENTS.glob("*.json") if path.stem in TASK_NAMES})


def read_jobs(name: str) -> list[Job]:
    event = json.loads((EVENTS / name).read_text(encoding="utf-8"))
    match event:
        case {"Records": [{"eventSource": "aws:sqs", "body": str(body)}]}:
            text = body
        case _:
            text = json.dumps(event)
    items = read_message(text, make_intake(BUCKET, "catalog"))
    return [item.named("m1") for item in items if not isinstance(item, Ignored | Unaddressable)]


JOBS = {job.task: job for name in sorted(TAKEN) for job in read_jobs(name)}
"""A job of every task."""


def test_every_sample_event_says_which_task_takes_it() -> None:
    assert sorted(TAKEN) == sorted(path.name for path in EVENTS.glob("*.json"))


@pytest.mark.parametrize("name", TAKEN)
def test_a_sample_event_is_taken_by_its_task(name: str) -> None:
    assert [job.task for job in read_jobs(name)] == TAKEN[name]


def test_every_task_has_a_name_of_its_own_and_a_sample_event() -> None:
    assert sorted(JOBS) == TASK_NAMES


@pytest.mark.parametrize("task", [wiring.task for wiring in TASKS], ids=lambda task: task.name)
def test_what_the_ledger_knows_of_a_job_is_enough_to_tell_that_it_failed(task: Task[Any]) -> None:
    job = JOBS[task.name]
    error = JobError(WORKER_DIED, "Nothing was heard of the job any more.")
    source = Source(BUCKET, job.s3_key, job.s3_key, sequencer=job.sequencer or None, made_at=job.made_at)

    again = task.from_ref(JobRef(job.job_id, job.generation, source, job.callback_url))

    assert again.failed(error).status is Status.FAILED
    assert again.failed(error).callback(job.generation) == job.failed(error).callback(job.generation)
    for field in ("task", "job_id", "user_id", "generation", "s3_key", "place", "sequencer", "made_at", "callback_url"):
        assert getattr(again, field) == getattr(job, field)
