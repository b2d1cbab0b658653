"""The environment -> a worker: the only package that names concrete classes.

world                       settings -> adapters
composing                   adapters -> a worker, and so the seam where tests put others
assembling                  the two in one, once a container
catalog, mixing             what only these tasks work with
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from worker.adapters.calls.retry import RetryPolicy
from worker.adapters.ffmpeg import end_leftover_child
from worker.adapters.own_memory import close_own_memory
from worker.adapters.secrets import read_secrets
from worker.bootstrap.assembling import assemble, assemble_catalog, assemble_refusing
from worker.bootstrap.services import Adapters, make_adapters, make_backend, make_ports, make_queue
from worker.bootstrap.workers import Worker, compose, compose_sweeper
from worker.delivery import sweep_log
from worker.delivery.worker_log import misconfigured
from worker.jobs.errors import JobError
from worker.jobs.task import Task
from worker.jobs.workspace import clear_leftovers
from worker.settings.callbacks import read_telling_settings
from worker.settings.reading import SettingsError
from worker.settings.worker import read_worker_settings
from worker.tasks.catalog.settings import read_catalog_settings, read_database_settings
from worker.tasks.catalog.wiring import make_engine
from worker.tasks.summary.settings import names_summary, read_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine

    from worker.delivery.ports import Queue
    from worker.delivery.sweeper import Sweeper
    from worker.settings.worker import WorkerSettings

__all__ = ["Adapters", "Worker", "compose", "compose_sweeper", "make_adapters", "make_ports"]


def make_worker(environ: Mapping[str, str]) -> Worker:
    """Make the worker of this environment, or reuse the container's while its settings stay the same.

    Args:
        environ: `os.environ`; the secret behind `SECRETS_ARN` wins over it.

    Returns:
        A worker; with settings that cannot be used, one that fails every job as a configuration failure, so that the
        backend is told on the last receive; where not even that is possible, one without a processor.
    """
    try:
        merged = _with_secrets(environ)
        if merged.get("VIDEO_TASK", "").strip() == Task.CATALOG:
            return _make_catalog_worker(merged)
        try:
            return assemble(read_settings(merged))
        except SettingsError as error:
            return assemble_refusing(read_telling_settings(merged), tuple(error.problems))
    except (SettingsError, JobError) as error:
        misconfigured(error.problems if isinstance(error, SettingsError) else [f"{error.setting}: {error.sentence}"])
        return Worker(None, _spare_queue(environ), 1)


def make_sweeper(environ: Mapping[str, str]) -> Sweeper | None:
    """Make what the schedule runs, of the settings that it takes to tell the backend.

    Args:
        environ: `os.environ`; the secret behind `SECRETS_ARN` wins over it.

    Returns:
        A sweeper, or None where the settings cannot be used or there is no table to sweep; the log says which.
    """
    try:
        settings = read_telling_settings(_with_secrets(environ))
        if not settings.job_table_name:
            sweep_log.nothing_to_sweep()
            return None
        # One call a telling: the schedule repeats it.
        backend = make_backend(settings, RetryPolicy(retries=0))
        return compose_sweeper(settings, replace(make_adapters(settings), backend=backend))
    except (SettingsError, JobError) as error:
        misconfigured(error.problems if isinstance(error, SettingsError) else [f"{error.setting}: {error.sentence}"])
        return None


def make_catalog_engine(environ: Mapping[str, str]) -> Engine:
    """Connect the catalogue's database of this environment, for its migrations.

    Raises:
        SettingsError: a setting is missing or cannot be used.
        JobError: the secret cannot be read, or the address or the file of certificates is none.
    """
    return make_engine(read_database_settings(_with_secrets(environ)))


def close_to_children() -> None:
    """Let no program that we start read our secrets; before the first one is started, and not at import."""
    close_own_memory()


def sweep_leftovers() -> int:
    """End children and delete folders of a killed predecessor; returns how many jobs it had left."""
    return clear_leftovers(end_leftover_child)


def _make_catalog_worker(environ: Mapping[str, str]) -> Worker:
    """A worker of the catalogue, and of the other tasks where it has their settings, too.

    Raises:
        SettingsError: not even those that every worker needs are there.
    """
    try:
        catalog = read_catalog_settings(environ)
    except SettingsError as error:
        return assemble_refusing(_read_common_settings(environ), tuple(error.problems), Task.CATALOG)
    try:
        return assemble(read_settings(environ), catalog)
    except SettingsError as error:
        problems = tuple(error.problems) if names_summary(environ) else ()
        return assemble_catalog(catalog, _read_common_settings(environ), problems)


def _read_common_settings(environ: Mapping[str, str]) -> WorkerSettings:
    """What every worker needs, with the backend that is told where that can be."""
    try:
        return read_telling_settings(environ)
    except SettingsError:
        return read_worker_settings(environ)


def _with_secrets(environ: Mapping[str, str]) -> Mapping[str, str]:
    arn = environ.get("SECRETS_ARN", "").strip()
    return {**environ, **(read_secrets(arn) if arn else {})}


def _spare_queue(environ: Mapping[str, str]) -> Queue | None:
    """The queue without validated settings, to give messages back slowly."""
    try:
        return make_queue(environ.get("AWS_REGION", ""), environ.get("SQS_QUEUE_URL", ""))
    except JobError:
        return None
