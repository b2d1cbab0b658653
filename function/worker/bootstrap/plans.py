"""The environment -> the plan for each task: it runs, refuses its jobs and names the settings to fix, or is off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.settings.callbacks import TellingSettings, read_telling_settings
from worker.settings.reading import SettingsError, validate
from worker.settings.worker import WorkerSettings, read_worker_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.bootstrap.tasks import Wiring

Plan = WorkerSettings | tuple[str, ...] | None
"""Settings for a task that runs, problems for a task that refuses its jobs, None for a task that is off."""


def plan_task(wiring: Wiring, environ: Mapping[str, str], video_task: str) -> Plan:
    """Plan one task; it is off if `VIDEO_TASK` names another and none of its own settings is set."""
    try:
        return validate(wiring.SETTINGS, environ)
    except SettingsError as error:
        named = any(environ.get(name.upper(), "").strip() for name in _require(wiring.SETTINGS))
        return tuple(error.problems) if named or wiring.TASK.name == video_task else None


def read_common(wiring: Wiring, environ: Mapping[str, str]) -> WorkerSettings:
    """The settings that every worker needs, with the backend's if they are complete, so that refusals can be sent.

    Args:
        wiring: of the task that `VIDEO_TASK` names.
        environ: names and values.

    Raises:
        SettingsError: the settings of every worker are incomplete, or the backend's, if this task sends callbacks.
    """
    try:
        return read_telling_settings(environ)
    except SettingsError:
        if issubclass(wiring.SETTINGS, TellingSettings):
            raise
        return read_worker_settings(environ)


def _require(settings: type[WorkerSettings]) -> set[str]:
    """The settings that a task requires beyond those of every worker and of the backend; if none, the backend's."""
    own = _list_required(settings) - _list_required(WorkerSettings)
    return own - _list_required(TellingSettings) or own


def _list_required(settings: type[WorkerSettings]) -> set[str]:
    return {name for name, field in settings.model_fields.items() if field.is_required()}
