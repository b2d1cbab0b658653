"""`make redrive`: let dead letters be worked on again, all or those of `JOB=987654321`."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from local.operating.dead_letters import move_back
from local.operating.terminal import run

if TYPE_CHECKING:
    from rich.console import Console

    from local.operating.place import Place

RESET = "The backend keeps a FAILED it has heard: reset those jobs there, or it ignores the DONE that may follow."


def redrive(job_id: str | None, place: Place, console: Console) -> int:
    """Move the messages; 1 where there is none of that job."""
    moved = move_back(place, job_id)
    number = "all, by SQS itself from now on" if moved is None else moved
    console.print(f"Dead letters of {place.name} that go back into its job queue: {number}.", markup=False)
    if moved != 0:
        console.print(RESET)
    return 1 if job_id is not None and not moved else 0


def main() -> int:
    """Run as a program."""
    return run(partial(redrive, os.environ.get("JOB") or None))


if __name__ == "__main__":
    sys.exit(main())
