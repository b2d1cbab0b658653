"""Every problem of the settings at once, also those that the worker names only once the others are mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.bootstrap.problems import find_problems
from worker.settings.reading import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


_MOST_ROUNDS = 10
"""The settings contradict each other in fewer ways."""

_GOOD = {
    "APP_ENV": "dev",
    "VIDEO_BUCKET_NAME": "videos",
    "JOB_TABLE_NAME": "jobs",
    "BACKEND_BASE_URL": "https://backend.example.com",
    "BACKEND_INTERNAL_TOKEN": "token",
    "CLOVA_API_KEY_ID": "id",
    "CLOVA_API_KEY": "key",
    "CLOVA_SPEECH_INVOKE_URL": "https://clovaspeech.example.com/external/v1/1/key",
    "CLOVA_SPEECH_SECRET": "secret",
    "CLAUDE_API_KEY": "key",
    "CATALOG_API_BASE": "https://catalogue.example.com",
    "INTERNAL_TOKEN": "token",
    "DATABASE_URL": "sqlite:///catalogue.db",
}
"""For what is required and wrong; anything else that is wrong is left at its default."""

_COMPARED = {
    "BACKEND_BASE_URL": ("CALLBACK_ALLOWED_ORIGINS", "WEBHOOK_SECRET"),
    "CALLBACK_ALLOWED_ORIGINS": ("WEBHOOK_SECRET",),
    "CLAUDE_PROVIDER": ("CLAUDE_API_KEY",),
    "STT_ENGINE": ("CLOVA_API_KEY", "CLOVA_API_KEY_ID", "CLOVA_SPEECH_INVOKE_URL", "CLOVA_SPEECH_SECRET"),
    "LEASE_SECONDS": ("HEARTBEAT_SECONDS", "JOB_SILENCE_SECONDS"),
}
"""What is compared with a setting: once that is wrong nobody knows whether they agree."""


def find_every_problem(values: Mapping[str, str]) -> list[Problem]:
    """Find what the worker refuses, mend it in a copy, and look what it refuses then.

    Args:
        values: The settings.

    Returns:
        One row a setting, or a group of settings that are at fault together.
    """
    found = dict[str, Problem]()
    for _ in range(_MOST_ROUNDS):
        new = {problem.name: problem for problem in find_problems(values) if problem.name not in found}
        if not new:
            break
        found |= new
        values = _mend(values, [name for problem in new.values() for name in problem.names])
    return list(found.values())


def _mend(values: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    wrong = set(names) | {other for name in names for other in _COMPARED.get(name, ()) if _compares(other, values)}
    kept = {name: value for name, value in values.items() if name not in wrong}
    return kept | {name: value for name, value in _GOOD.items() if name in wrong}


def _compares(name: str, values: Mapping[str, str]) -> bool:
    """A webhook secret has to do with addresses only where it names them."""
    return name != "WEBHOOK_SECRET" or values.get(name, "").lstrip().startswith("{")
