"""How the operator's programs begin and end."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rich.console import Console

from local.operating.place import REFUSALS, NoStackError, Place, find_place
from worker.jobs.errors import JobError

if TYPE_CHECKING:
    from collections.abc import Callable


def run(program: Callable[[Place, Console], int]) -> int:
    """Run a program on the deployment that is meant.

    Args:
        program: Given the place and where to print, returns the exit status.

    Returns:
        Its exit status; 1 where AWS refuses.
    """
    console = Console(soft_wrap=True, highlight=False)
    try:
        return program(find_place(os.environ), console)
    except (NoStackError, JobError, *REFUSALS) as problem:
        console.print(str(problem), style="red", markup=False)
        return 1
