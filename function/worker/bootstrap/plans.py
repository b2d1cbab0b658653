"""The environment -> what becomes of each task: it runs, refuses its jobs by the names of settings, or is off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.settings.callbacks import TellingSettings, read_telling_settings
from worker.settings.reading import SettingsError, validate
from worker.settings.worker import WorkerSettings, read_worker_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.bootstrap.tasks import Wiring

Plan = WorkerSettings | tuple[str, ...] | None
"""The settings of a task that runs, the problems of one that refuses its jobs, None for one that is off."""


def plan_task(wiring: Wiring, environ: Mapping[str, str], video_task: str) -> Plan:
    """Decide for one task; it is off where `VIDEO_TASK` is another and none of its own settings is there."""
    try:
        return validate(wiring.SETTINGS, environ)
    except SettingsError as error:
        named = any(environ.get(name.upper(), "").strip() for name in _require(wiring.SETTINGS))
        return tuple(error.problems) if named or wiring.TASK.name == video_task else None


def read_common(wiring: Wiring, environ: Mapping[str, str]) -> WorkerSettings:
    """What every worker needs, with the backend's where they are whole: what is refused is told.

    Args:
        wiring: of the task that `VIDEO_TASK` names.
        environ: names and values.

    Raises:
        SettingsError: not even that is there, or the backend's are not and this task's ends are told.
    """
    try:
        return read_telling_settings(environ)
    except SettingsError:
        if issubclass(wiring.SETTINGS, TellingSettings):
            raise
        return read_worker_settings(environ)


def _require(settings: type[WorkerSettings]) -> set[str]:
    """The settings that no other worker requires; of a task that has none of its own, the backend's."""
    own = _list_required(settings) - _list_required(WorkerSettings)
    return own - _list_required(TellingSettings) or own


def _list_required(settings: type[WorkerSettings]) -> set[str]:
    return {name for name, field in settings.model_fields.items() if field.is_required()}
