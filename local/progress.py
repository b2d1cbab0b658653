"""What happens, as it happens: a live table at a terminal, plain lines anywhere else."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console, RenderableType


_STOPPED = Text("-", style="dim")
_MARKS = {
    "done": Text("✓", style="green"),
    "failed": Text("✗", style="red"),
    "stopped": _STOPPED,
    "skipped": _STOPPED,
}


@dataclass
class Step:
    """One thing that takes a while.

    Attributes:
        label: What it is.
        seconds: How long it took; None while it runs.
        detail: What came of it.
        end: How it ended: `done`, `failed`, `stopped` because another one failed, or `skipped` with nothing to do.
    """

    label: str
    seconds: float | None = None
    detail: str = ""
    end: str = "done"
    began: float = field(default_factory=time.monotonic)
    spinner: Spinner = field(default_factory=lambda: Spinner("dots", style="cyan"))


class Progress:
    """The steps of a demo, as a context manager.

    Args:
        console: Where they are shown.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._steps: dict[str, Step] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            live = Live(console=self._console, get_renderable=self._table, refresh_per_second=10)
            self._open.enter_context(live)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def begin(self, name: str, label: str) -> None:
        """Start a step, or the next attempt at one."""
        self._steps[name] = Step(label)
        if not self._console.is_terminal:
            self._console.print(f"  ... {label}", highlight=False, markup=False, soft_wrap=True)

    def end(self, name: str, detail: str = "", seconds: float | None = None, end: str = "done") -> None:
        """Finish a step; one that is not done is marked.

        Args:
            name: As it was begun.
            detail: What came of it, or why nothing did.
            seconds: Its duration where it is known better than by this side's clock.
            end: See `Step`.
        """
        step = self._steps[name]
        step.seconds = time.monotonic() - step.began if seconds is None else seconds
        step.detail, step.end = detail, end
        if not self._console.is_terminal:
            self._console.print(
                f"  {end} {step.label}: {step.seconds:.1f} s  {detail}", highlight=False, markup=False, soft_wrap=True
            )

    def fail_running(self) -> None:
        """Mark whatever had begun and not ended."""
        for name, step in self._steps.items():
            if step.seconds is None:
                self.end(name, end="failed")

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 2))
        for step in self._steps.values():
            seconds = time.monotonic() - step.began if step.seconds is None else step.seconds
            table.add_row(_mark(step), step.label, f"{seconds:5.1f} s", Text(step.detail, style="dim"))
        return table


def _mark(step: Step) -> RenderableType:
    if step.seconds is None:
        return step.spinner
    return _MARKS[step.end]
