from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.programs import Program


def processes() -> Iterator[tuple[int, list[str]]]:
    """Id and command line of every process of this machine."""
    for path in Path("/proc").glob("[0-9]*"):
        yield int(path.name), read_strings(path / "cmdline")


def below(process: int) -> list[tuple[int, list[str]]]:
    """Ids and command lines of what a process started, and what those started."""
    commands = dict(processes())
    parents = {number: parent_of(number) for number in commands}
    found = [process]
    for one in found:
        found.extend(number for number, parent in parents.items() if parent == one)
    return [(number, commands.get(number, [])) for number in found[1:]]


def parent_of(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def runs_the_handler(command: list[str]) -> bool:
    """Whether a process is the worker's, and not the emulator that starts it with the same words, nor the sweep."""
    return command[1:4] == ["-m", "awslambdaric", "app.handler"]


def function_process(function: Program) -> int:
    """The process that runs the handler, known by the emulator's environment: it has closed its own."""
    folder = str(function.log.parent / "tmp")
    return next(
        process
        for process, command in processes()
        if runs_the_handler(command) and f"TMPDIR={folder}" in environment_of(parent_of(process))
    )


def environment_of(process: int) -> list[str]:
    return read_strings(Path(f"/proc/{process}/environ"))


def read_strings(path: Path) -> list[str]:
    try:
        return path.read_text(errors="replace").split("\0")
    except OSError:
        return []
