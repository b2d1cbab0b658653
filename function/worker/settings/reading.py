"""The environment -> one kind of settings, or its problems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails


@dataclass(frozen=True, slots=True)
class Problem:
    """Settings that are missing or cannot be used, and why; no value. Several are at fault together."""

    names: tuple[str, ...]
    text: str
    missing: bool = False

    @property
    def name(self) -> str:
        """The names as people read them."""
        return ", ".join(self.names)

    def __str__(self) -> str:
        return f"{self.name}: {self.text}"


class SettingsError(Exception):
    """Settings that are missing or cannot be used: `problems`."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


class WrongSettingError(ValueError):
    """What a validator of several settings raises about the one with this `name`."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name


Kind = TypeVar("Kind", bound=BaseModel)


def validate(kind: type[Kind], environ: Mapping[str, str]) -> Kind:
    """Read one kind of settings; an empty value counts as unset, and other names are ignored.

    Raises:
        SettingsError: names every setting that is missing or cannot be used.
    """
    try:
        return kind.model_validate({name: value for name, value in environ.items() if value.strip()})
    except ValidationError as error:
        raise SettingsError([_describe(one) for one in error.errors(include_url=False, include_input=False)]) from None


def _describe(error: ErrorDetails) -> Problem:
    cause = error.get("ctx", {}).get("error")
    name = cause.name if isinstance(cause, WrongSettingError) else ".".join(map(str, error["loc"])).upper()
    text = str(cause) if isinstance(cause, ValueError) else error["msg"]
    return Problem((name,), text, missing=error["type"] == "missing")
