"""Settings -> workers that last as long as the settings stay the same."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg import FfmpegProgram
from worker.bootstrap.services import make_adapters, make_keys, make_ports
from worker.bootstrap.workers import Running, Worker, compose, compose_worker
from worker.delivery.worker_log import unsigned
from worker.jobs.errors import Condition, failure
from worker.jobs.task import Task
from worker.tasks.catalog.wiring import make_catalog_task
from worker.tasks.dispatch import Tasks, run_pipeline
from worker.tasks.segment_mix.wiring import make_mix_ports

if TYPE_CHECKING:
    from worker.delivery.lease import Tenure
    from worker.jobs.ending import Ending
    from worker.jobs.errors import JobError
    from worker.jobs.job import Job
    from worker.jobs.workspace import Workspace
    from worker.settings.worker import WorkerSettings
    from worker.tasks.catalog.settings import CatalogSettings
    from worker.tasks.summary.settings import Settings


@lru_cache(maxsize=1)
def assemble(settings: Settings, catalog: CatalogSettings | None = None) -> Worker:
    """A worker of every task, but of the catalogue only where that has settings."""
    adapters, ffmpeg = make_adapters(settings), FfmpegProgram(settings.ffmpeg_path)
    hosts = [origin.host for origin in settings.list_unsigned()]
    if hosts:
        unsigned(hosts)
    others = Tasks(
        catalog=make_catalog_task(catalog, adapters.videos, make_keys, ffmpeg) if catalog else None,
        mix=make_mix_ports(settings, adapters.backend, ffmpeg),
    )
    return compose(settings, adapters, make_ports(settings, adapters, ffmpeg), others)


@lru_cache(maxsize=1)
def assemble_catalog(settings: CatalogSettings, common: WorkerSettings, problems: tuple[str, ...] = ()) -> Worker:
    """A worker of the catalogue alone, or with `problems` in the other tasks' settings one that refuses their jobs.

    `common` are the settings of every worker, with the backend's where they are whole: what is refused is told.
    """
    adapters = make_adapters(common)
    task = make_catalog_task(settings, adapters.videos, make_keys, FfmpegProgram(settings.ffmpeg_path))

    def run(job: Job, _tenure: Tenure, workspace: Workspace) -> Ending:
        if job.task is not Task.CATALOG:
            raise _refuse(problems)
        return run_pipeline(job, Tasks(catalog=task), workspace)

    tasks = frozenset(Task) if problems else frozenset({Task.CATALOG})
    return compose_worker(settings, adapters, Running(run, Task.CATALOG, tasks))


@lru_cache(maxsize=1)
def assemble_refusing(settings: WorkerSettings, problems: tuple[str, ...], task: Task = Task.SUMMARY) -> Worker:
    """A worker that fails every job as the deployment's fault, naming the settings to mend."""

    def refuse(_job: Job, _tenure: Tenure, _workspace: Workspace) -> Ending:
        raise _refuse(problems)

    return compose_worker(settings, make_adapters(settings), Running(refuse, task))


def _refuse(problems: tuple[str, ...]) -> JobError:
    names = ", ".join(problem.partition(":")[0] for problem in problems)
    return failure(Condition.SETTINGS_INVALID, "SETTINGS: the deployment is incomplete.", setting=names)
