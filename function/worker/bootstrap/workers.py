"""Services and pipelines -> a worker; tests pass their own here."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from worker.adapters.services import make_death_limits, make_services
from worker.bootstrap.plans import wire_task
from worker.bootstrap.tasks import TASKS, make_intake
from worker.delivery.attempt import Attempts
from worker.delivery.budget import Budget
from worker.delivery.claiming import Claims
from worker.delivery.heartbeat import Heartbeat
from worker.delivery.lease import Clock
from worker.delivery.ledger.resend_schedule import ResendSchedule
from worker.delivery.outbox import Outbox
from worker.delivery.ports import Queue
from worker.delivery.processor import Processor
from worker.delivery.sweeper import Sweeper
from worker.delivery.worker_log import unsigned
from worker.settings.callbacks import WebhookSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.adapters.services import Services
    from worker.bootstrap.plans import Plan
    from worker.jobs.task import Pipeline
    from worker.settings.worker import WorkerSettings


@dataclass(frozen=True, slots=True)
class Worker:
    """What an invocation needs.

    `processor` is None if the settings do not even allow callbacks, `queue` is None if `SQS_QUEUE_URL` is unset.
    """

    processor: Processor | None
    queue: Queue | None
    max_receive_count: int


@dataclass(frozen=True, slots=True)
class Timing:
    """Tests replace it: `clock` gives seconds since 1970, `jitter` a number in [0, 1)."""

    clock: Clock = time.time
    jitter: Callable[[], float] = random.random


REAL_TIME = Timing()


@lru_cache(maxsize=1)
def assemble(settings: WorkerSettings, video_task: str, plans: tuple[Plan, ...]) -> Worker:
    """A worker from these plans, one for each of `TASKS`; cached while the settings stay the same.

    Raises:
        JobError: a setting turns out to be unusable when its service is made.
    """
    services = make_services(settings)
    _warn_of_unsigned(plans)
    pipelines = {
        wiring.task.name: wire_task(wiring, plan, settings, services)
        for wiring, plan in zip(TASKS, plans, strict=True)
        if plan is not None
    }
    return compose(settings, services, pipelines, video_task)


def compose(
    settings: WorkerSettings,
    services: Services,
    pipelines: Mapping[str, Pipeline[Any]],
    video_task: str,
    timing: Timing = REAL_TIME,
) -> Worker:
    """Build a worker from these services and pipelines, or from a test's."""
    outbox = _make_outbox(settings, services, timing)
    attempts = Attempts(
        pipelines=pipelines,
        artefacts=services.artefacts,
        outbox=outbox,
        retry_base=settings.retry_base_seconds,
        max_attempts=settings.max_receive_count,
        queued=services.queue is not None,
        budget=_make_budget(settings, services, timing),
    )
    processor = Processor(
        claims=_make_claims(settings, services, timing),
        heartbeat=Heartbeat(services.queue, settings.heartbeat_seconds, settings.lease_seconds),
        attempts=attempts,
        outbox=outbox,
        intake=make_intake(settings.video_bucket_name, video_task),
        retry_base=settings.retry_base_seconds,
    )
    return Worker(processor, services.queue, settings.max_receive_count)


def compose_sweeper(settings: WorkerSettings, services: Services, timing: Timing = REAL_TIME) -> Sweeper:
    """Build a sweeper from these services, or from a test's."""
    return Sweeper(
        claims=_make_claims(settings, services, timing),
        outbox=_make_outbox(settings, services, timing),
        tasks={wiring.task.name: wiring.task for wiring in TASKS},
        bucket=settings.video_bucket_name,
        limits=make_death_limits(settings),
    )


def _make_claims(settings: WorkerSettings, services: Services, timing: Timing) -> Claims:
    return Claims(
        ledger=services.ledger, artefacts=services.artefacts, lease_seconds=settings.lease_seconds, clock=timing.clock
    )


def _make_budget(settings: WorkerSettings, services: Services, timing: Timing) -> Budget | None:
    lid = settings.budget_krw_per_day
    return Budget(services.ledger, lid, timing.clock) if lid else None


def _make_outbox(settings: WorkerSettings, services: Services, timing: Timing) -> Outbox:
    schedule = ResendSchedule(settings.retry_base_seconds, timing.jitter)
    return Outbox(artefacts=services.artefacts, backend=services.backend, clock=timing.clock, resend_schedule=schedule)


def _warn_of_unsigned(plans: tuple[Plan, ...]) -> None:
    signed = next((plan for plan in plans if isinstance(plan, WebhookSettings)), None)
    hosts = [origin.host for origin in signed.list_unsigned()] if signed else []
    if hosts:
        unsigned(hosts)
