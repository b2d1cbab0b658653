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
from worker.adapters.secrets import add_secrets
from worker.adapters.services import make_backend, make_queue, make_services
from worker.bootstrap.plans import choose_video_task, list_problems, plan_task, read_common
from worker.bootstrap.tasks import TASKS
from worker.bootstrap.workers import Worker, assemble, compose_sweeper
from worker.delivery import sweep_log
from worker.delivery.worker_log import settings_unusable
from worker.jobs.errors import JobError
from worker.jobs.workspace import clear_leftovers
from worker.settings.callbacks import BackendSettings
from worker.settings.reading import SettingsError, validate

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        environ = add_secrets(environ)
        chosen = choose_video_task(environ)
        plans = tuple(plan_task(wiring, environ, chosen) for wiring in TASKS)
        return assemble(read_common(chosen, environ), chosen.task.name, plans)
    except (SettingsError, JobError) as error:
        settings_unusable(list_problems(error))
        return Worker(None, _spare_queue(environ), 1)


def make_sweeper(environ: Mapping[str, str]) -> Sweeper | None:
    """Make the sweeper that the schedule runs, from the settings that callbacks need.

    Args:
        environ: `os.environ`; the secret at `SECRETS_ARN` overrides it.

    Returns:
        A sweeper, or None where the settings cannot be used or there is no table to sweep; the log says which.
    """
    try:
        settings = validate(BackendSettings, add_secrets(environ))
        if not settings.job_table_name:
            sweep_log.nothing_to_sweep()
            return None
        # One call per callback: the schedule repeats it.
        backend = make_backend(settings, RetryPolicy(retries=0))
        return compose_sweeper(settings, replace(make_services(settings), backend=backend))
    except (SettingsError, JobError) as error:
        settings_unusable(list_problems(error))
        return None


def close_to_children() -> None:
    """Keep our secrets from programs that we start; call it before the first one starts, not at import."""
    close_own_memory()


def remove_leftovers() -> int:
    """End the children and delete the folders of a killed predecessor; returns how many jobs it had left."""
    return clear_leftovers(end_leftover_child)


def _spare_queue(environ: Mapping[str, str]) -> Queue | None:
    """The queue, from settings that are not validated, to give messages back slowly."""
    try:
        return make_queue(environ.get("AWS_REGION", ""), environ.get("SQS_QUEUE_URL", ""))
    except JobError:
        return None
