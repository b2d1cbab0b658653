"""The environment -> a worker.

tasks                       every task, one per line
plans                       the environment -> the plan for each task, and its pipeline
problems                    the environment -> what its worker would refuse, for `make doctor`
workers                     services and pipelines -> a worker; tests pass their own here
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from worker.adapters.calls.retry import RetryPolicy
from worker.adapters.ffmpeg import close_own_memory, end_leftover_child
from worker.adapters.secrets import read_secrets
from worker.adapters.services import make_backend, make_queue, make_services
from worker.bootstrap.plans import choose_video_task, list_problems, plan_task, read_common
from worker.bootstrap.tasks import TASKS
from worker.bootstrap.workers import Worker, assemble, compose_sweeper
from worker.delivery import sweep_log
from worker.delivery.worker_log import misconfigured
from worker.jobs.errors import JobError
from worker.jobs.workspace import clear_leftovers
from worker.settings.callbacks import BackendSettings
from worker.settings.reading import SettingsError, validate
from worker.tasks.catalog.settings import DatabaseSettings
from worker.tasks.catalog.wiring import make_engine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine

    from worker.delivery.ports import Queue
    from worker.delivery.sweeper import Sweeper


def make_worker(environ: Mapping[str, str]) -> Worker:
    """Make the worker of this environment, or reuse the container's while its settings stay the same.

    Args:
        environ: `os.environ`; the secret at `SECRETS_ARN` overrides it.

    Returns:
        A worker. A task with unusable settings fails its jobs as a configuration failure, so that the backend gets a
        FAILED after the last attempt. If not even that is possible, a worker without a processor.
    """
    try:
        return _make_worker(_with_secrets(environ))
    except (SettingsError, JobError) as error:
        misconfigured(list_problems(error))
        return Worker(None, _spare_queue(environ), 1)


def _make_worker(environ: Mapping[str, str]) -> Worker:
    video_task = choose_video_task(environ)
    common = read_common(next(wiring for wiring in TASKS if wiring.task.name == video_task), environ)
    return assemble(common, video_task, tuple(plan_task(wiring, environ, video_task) for wiring in TASKS))


def make_sweeper(environ: Mapping[str, str]) -> Sweeper | None:
    """Make the sweeper that the schedule runs, from the settings that callbacks need.

    Args:
        environ: `os.environ`; the secret at `SECRETS_ARN` overrides it.

    Returns:
        A sweeper, or None where the settings cannot be used or there is no table to sweep; the log says which.
    """
    try:
        settings = validate(BackendSettings, _with_secrets(environ))
        if not settings.job_table_name:
            sweep_log.nothing_to_sweep()
            return None
        # One call per callback: the schedule repeats it.
        backend = make_backend(settings, RetryPolicy(retries=0))
        return compose_sweeper(settings, replace(make_services(settings), backend=backend))
    except (SettingsError, JobError) as error:
        misconfigured(list_problems(error))
        return None


def make_catalog_engine(environ: Mapping[str, str]) -> Engine:
    """Connect to the catalogue's database of this environment, for its migrations.

    Raises:
        SettingsError: a setting is missing or cannot be used.
        JobError: the secret cannot be read, or the address or the certificate file is invalid.
    """
    return make_engine(validate(DatabaseSettings, _with_secrets(environ)))


def close_to_children() -> None:
    """Keep our secrets from programs that we start; call it before the first one starts, not at import."""
    close_own_memory()


def sweep_leftovers() -> int:
    """End the children and delete the folders of a killed predecessor; returns how many jobs it had left."""
    return clear_leftovers(end_leftover_child)


def _with_secrets(environ: Mapping[str, str]) -> Mapping[str, str]:
    arn = environ.get("SECRETS_ARN", "").strip()
    return {**environ, **(read_secrets(arn) if arn else {})}


def _spare_queue(environ: Mapping[str, str]) -> Queue | None:
    """The queue, from settings that are not validated, to give messages back slowly."""
    try:
        return make_queue(environ.get("AWS_REGION", ""), environ.get("SQS_QUEUE_URL", ""))
    except JobError:
        return None
