"""The function's log file, read while it grows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from pathlib import Path

# A log line's fields; what each holds is checked where it is used.
Line = dict[str, Any]


class JobLog:
    """The function's own JSON lines; metrics and what the runtime says are left out.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0
        self._rest = b""

    def new_lines(self) -> list[Line]:
        """Those that were completed since the last call."""
        with self._path.open("rb") as file:
            file.seek(self._read)
            data = file.read()
        self._read += len(data)
        *complete, self._rest = (self._rest + data).split(b"\n")
        return [line for line in map(read_line, complete) if line is not None]


def read_line(data: bytes | str) -> Line | None:
    """One line; None where it is not one of the function's own."""
    try:
        value: object = json.loads(data)
    except ValueError:
        return None
    if not isinstance(value, dict) or "level" not in value:
        return None
    return cast("Line", value)
