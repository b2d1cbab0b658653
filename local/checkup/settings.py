"""The settings: from .env, the environment, and the secret they name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from local.checkup.every_problem import find_every_problem
from local.checkup.finding import Finding, bad, good
from worker.tasks.summary.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from worker.settings.reading import Problem

LINE = re.compile(r"""\s*(?:export\s+)?([A-Z][A-Z0-9_]*)=(?:'([^']*)'|"([^"]*)"|([^\s#'"]*))\s*(?:#.*)?""")

_FILL_IN = (
    "fill them in in .env (.env.example says what each is); the four that are secret may also come from the secret of "
    "a deployed stack: set SECRETS_ARN to its output SecretArn"
)


def read_env_file(path: Path) -> dict[str, str]:
    """The assignments of a .env file, as a shell reads simple ones; nothing where there is no file."""
    if not path.is_file():
        return {}
    matches = filter(None, map(LINE.fullmatch, path.read_text().splitlines()))
    return {match[1]: next((value for value in match.groups()[1:] if value is not None), "") for match in matches}


def with_defaults(values: Mapping[str, str]) -> dict[str, str]:
    """The settings, those that are unset with the worker's own defaults."""
    defaults = {
        name.upper(): str(field.default) for name, field in Settings.model_fields.items() if not field.is_required()
    }
    return defaults | {name: value for name, value in values.items() if value.strip()}


def check_settings(values: Mapping[str, str]) -> list[Finding]:
    """Whether the worker would start with these, and each of its tasks that is not off."""
    problems = find_every_problem(values)
    return _explain(problems) or [good("settings", f"complete, APP_ENV={values.get('APP_ENV', 'prod')}")]


def _explain(problems: list[Problem]) -> list[Finding]:
    missing = [one.name for one in problems if one.missing]
    wrong = [bad(one.name, one.text, "correct it, see .env.example") for one in problems if not one.missing]
    if missing:
        wrong.append(bad("settings", f"missing: {', '.join(missing)}", _FILL_IN))
    return wrong
