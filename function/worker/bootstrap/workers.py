"""Adapters -> a worker, and so the seam where tests put others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING

from worker.bootstrap.services import Adapters, make_patience
from worker.delivery.attempt import Attempts
from worker.delivery.checkpoints import JobCheckpoints
from worker.delivery.claiming import Claims
from worker.delivery.heartbeat import Heart
from worker.delivery.lease import Tenure
from worker.delivery.ledger.resend_schedule import Resending
from worker.delivery.outbox import Teller
from worker.delivery.ports import Queue
from worker.delivery.processor import Processor
from worker.delivery.sweeper import Sweeper
from worker.jobs.ending import Ending
from worker.jobs.job import Job
from worker.jobs.task import Task
from worker.jobs.workspace import Workspace
from worker.speech.calls import Capacity
from worker.tasks.dispatch import Tasks, run_pipeline
from worker.tasks.segment_mix.fencing import fence
from worker.tasks.summary.pipeline import SummaryOptions
from worker.tasks.summary.wiring import resume

if TYPE_CHECKING:
    from worker.settings.callbacks import TellingSettings
    from worker.settings.worker import WorkerSettings
    from worker.tasks.summary.ports import Ports
    from worker.tasks.summary.settings import Settings


@dataclass(frozen=True, slots=True)
class Running:
    """Pipelines with what they work with, and of which tasks; `task` is `VIDEO_TASK`."""

    run: Callable[[Job, Tenure, Workspace], Ending]
    task: Task = Task.SUMMARY
    tasks: frozenset[Task] = frozenset(Task)


@dataclass(frozen=True, slots=True)
class Worker:
    """What an invocation needs.

    `processor` is None where the settings do not even allow telling the backend, `queue` where `SQS_QUEUE_URL` is
    unset.
    """

    processor: Processor | None
    queue: Queue | None
    max_receive_count: int


def compose(settings: Settings, adapters: Adapters, ports: Ports, others: Tasks) -> Worker:
    """Put a worker together, of these adapters or of a test's; `others` are the tasks beside the summary."""
    options = _make_options(settings)

    def run(job: Job, tenure: Tenure, workspace: Workspace) -> Ending:
        summary = (resume(ports, JobCheckpoints(adapters.artefacts, job, tenure)), options)
        mix = fence(others.mix, tenure) if others.mix else None
        return run_pipeline(job, replace(others, summary=summary, mix=mix), workspace, tenure.entry.supersedes)

    return compose_worker(settings, adapters, Running(run, settings.video_task))


def compose_sweeper(settings: TellingSettings, adapters: Adapters) -> Sweeper:
    """Put a sweeper together, of these adapters or of a test's."""
    claims, teller = _make_claims(settings, adapters), _make_teller(settings, adapters)
    return Sweeper(claims, teller, settings.video_bucket_name, make_patience(settings))


def compose_worker(settings: WorkerSettings, adapters: Adapters, running: Running) -> Worker:
    """Put a worker together around its pipelines."""
    teller = _make_teller(settings, adapters)
    processor = Processor(
        _make_claims(settings, adapters),
        Heart(adapters.queue, settings.heartbeat_seconds, settings.lease_seconds),
        Attempts(adapters.videos, teller, running.run, settings.retry_base_seconds, settings.max_receive_count),
        teller,
        settings.video_bucket_name,
        settings.retry_base_seconds,
        running.task,
        running.tasks,
    )
    return Worker(processor, adapters.queue, settings.max_receive_count)


def _make_options(settings: Settings) -> SummaryOptions:
    prompt = _read_prompt(settings.claude_prompt)
    limits = (settings.max_video_bytes, Capacity(settings.clova_concurrency))
    return SummaryOptions(prompt, settings.audio_filter, *limits, settings.audio_track)


def _make_claims(settings: WorkerSettings, adapters: Adapters) -> Claims:
    return Claims(adapters.ledger, adapters.artefacts, settings.lease_seconds)


def _make_teller(settings: WorkerSettings, adapters: Adapters) -> Teller:
    resending = Resending(settings.retry_base_seconds)
    return Teller(adapters.results, adapters.artefacts, adapters.backend, resending=resending)


def _read_prompt(name: str) -> str:
    return resources.files("worker.tasks.summary.prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
