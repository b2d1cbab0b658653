"""The environment -> the plan for each task: it runs, refuses its jobs and names the settings to fix, or is off."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from worker.bootstrap.tasks import TASKS
from worker.jobs.errors import SETTINGS_INVALID, JobError
from worker.jobs.task import Pipeline, Wiring
from worker.settings.callbacks import BackendSettings
from worker.settings.kinds import may_be_required
from worker.settings.reading import Problem, SettingsError, validate
from worker.settings.worker import WorkerSettings
from worker.video.job import VideoJob

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Never

    from worker.adapters.services import Services
    from worker.jobs.deadline import Deadline
    from worker.jobs.job import Job
    from worker.jobs.ports import Checkpoints

Plan = WorkerSettings | tuple[Problem, ...] | None
"""Settings for a task that runs, problems for a task that refuses its jobs, None for a task that is off."""


def choose_video_task(environ: Mapping[str, str]) -> Wiring:
    """The task that `VIDEO_TASK` names; if it names none, the last one."""
    named = environ.get("VIDEO_TASK", "").strip()
    return next((wiring for wiring in TASKS if wiring.task.of_videos and wiring.task.name == named), TASKS[-1])


def plan_task(wiring: Wiring, environ: Mapping[str, str], chosen: Wiring) -> Plan:
    """Plan one task; it is off if it is not the chosen one for videos, and none of its own settings is set."""
    problems = check_video_task(environ)
    try:
        settings = validate(wiring.settings, environ)
        if not problems:
            return settings
    except SettingsError as error:
        problems += error.problems
    named = any(environ.get(name.upper(), "").strip() for name in _require(wiring.settings))
    return tuple(problems) if named or wiring is chosen else None


def check_video_task(environ: Mapping[str, str]) -> list[Problem]:
    """What is wrong with `VIDEO_TASK`, if it is set."""
    names = [wiring.task.name for wiring in reversed(TASKS) if wiring.task.of_videos]
    if environ.get("VIDEO_TASK", "").strip() in {"", *names}:
        return []
    return [Problem(("VIDEO_TASK",), f"Input should be {' or '.join(map(repr, names))}")]


def read_common(wiring: Wiring, environ: Mapping[str, str]) -> WorkerSettings:
    """The settings that every worker needs, with the backend's if they are complete, so that refusals can be sent.

    Args:
        wiring: of the task for videos.
        environ: names and values.

    Raises:
        SettingsError: the settings of every worker are incomplete, or the backend's, if this task sends callbacks.
    """
    try:
        return validate(BackendSettings, environ)
    except SettingsError:
        if issubclass(wiring.settings, BackendSettings):
            raise
        return validate(WorkerSettings, environ)


def wire_task(
    wiring: Wiring, plan: WorkerSettings | tuple[Problem, ...], common: WorkerSettings, services: Services
) -> Pipeline[Any]:
    """The pipeline of a task that is not off.

    A setting may turn out to be wrong only where its service is made: then this task's jobs are refused, too, and the
    other tasks run all the same.
    """
    if isinstance(plan, tuple):
        return Pipeline(_refuse(plan), partial(_locate, services), wiring.make_store(common))
    try:
        return wiring.wire(plan, services)
    except JobError as error:
        return wire_task(wiring, tuple(list_problems(error)), common, services)


def list_problems(error: SettingsError | JobError) -> list[Problem]:
    """What to fix."""
    return error.problems if isinstance(error, SettingsError) else [Problem(error.settings, error.sentence)]


def _refuse(problems: tuple[Problem, ...]) -> Callable[..., Never]:
    """Fail every job as the deployment's fault, naming the settings to fix."""
    names = tuple(name for problem in problems for name in problem.names)

    def run(*_: object) -> Never:
        raise JobError(SETTINGS_INVALID, "SETTINGS", "the deployment is incomplete.", setting=names)

    return run


def _locate(services: Services, job: Job, _checkpoints: Checkpoints, deadline: Deadline) -> Job:
    return job.locate(services.videos, deadline) if isinstance(job, VideoJob) else job


def _require(settings: type[WorkerSettings]) -> set[str]:
    """The settings that a task requires beyond those of every worker and of the backend; if none, the backend's."""
    own = _list_required(settings) - _list_required(WorkerSettings)
    return own - _list_required(BackendSettings) or own


def _list_required(settings: type[WorkerSettings]) -> set[str]:
    """The settings without a default, and those that only some choice requires."""
    return {name for name, field in settings.model_fields.items() if may_be_required(field)}
