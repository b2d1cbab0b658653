"""The environment -> one kind of settings, or its problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails


class SettingsError(Exception):
    """Settings that are missing or cannot be used.

    Attributes:
        problems: one "NAME: what is wrong" each, without values.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


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


def _describe(error: ErrorDetails) -> str:
    name = ".".join(map(str, error["loc"]))
    text = error["msg"].removeprefix("Value error, ")
    return f"{name}: {text}" if name else text
