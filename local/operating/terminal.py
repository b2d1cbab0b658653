"""How the operator's programs begin and end, and how they lay out what they say: nothing is cut at 80 columns."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from local.aws import REFUSALS
from local.operating.place import NoStackError, Place, UnreadableItemError, find_place
from worker.delivery.ledger.entry import StaleEntryError
from worker.jobs.errors import JobError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable


def run(program: Callable[[Place, Console], int]) -> int:
    """Run a program on the deployment that is meant.

    Args:
        program: Given the place and where to print, returns the exit status.

    Returns:
        Its exit status; 1 where AWS refuses.
    """
    console = Console(highlight=False)
    try:
        return program(find_place(os.environ), console)
    except StaleEntryError:
        console.print("A worker has written to this job just now: look at it again.", style="red")
    except (NoStackError, UnreadableItemError, JobError, *REFUSALS) as problem:
        console.print(str(problem), style="red", markup=False)
    return 1


def ask(answers: Collection[str], question: str) -> bool:
    """Whether a person agrees; `YES=1` agrees beforehand, and nobody at the terminal does not.

    Args:
        answers: Those that agree.
        question: With what to type.
    """
    if os.environ.get("YES") == "1":
        return True
    if sys.stdin.isatty():
        with suppress(EOFError, KeyboardInterrupt):
            return input(f"{question} ").strip() in answers
    print("\nYES=1 agrees without a question.")
    return False


def show_block(console: Console, heading: str, lines: Iterable[tuple[str, str]]) -> None:
    """Print a heading, and below it names and values; a long value goes on in the next line.

    Args:
        console: Where.
        heading: Text, not markup, as are names and values: names of files hold brackets.
        lines: Names, which are short, and values.
    """
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in lines:
        table.add_row(Text(name), Text(value))
    console.print(Text(heading, overflow="fold"))
    console.print(Padding(table, (0, 0, 0, 2)))
