"""`dataclasses.replace`, three times as fast: the model makes millions of values."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def replace(value: T, **changes: Any) -> T:
    """The same value with some fields changed."""
    kind: Any = type(value)
    places, read = _look_at(kind)
    values = list(read(value))
    for name, change in changes.items():
        values[places[name]] = change
    return kind(*values)


@cache
def _look_at(kind: Any) -> tuple[dict[str, int], Callable[[object], tuple[Any, ...]]]:
    names = [field.name for field in fields(kind)]
    return {name: place for place, name in enumerate(names)}, attrgetter(*names)
