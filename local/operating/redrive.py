"""`make redrive`: let dead letters be worked on again, all or those of `JOB=987654321`.

Before it moves all those of a stack in AWS it asks; `YES=1` says yes beforehand.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from shlex import quote
from typing import TYPE_CHECKING

from local.operating.dead_letters import count, looking, move_back
from local.operating.place import UnreadableItemError
from local.operating.terminal import ask, run
from worker.jobs.ending import Status
from worker.jobs.errors import JobError

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from local.operating.place import Place

RESET = "The backend keeps a FAILED it has heard: reset those jobs there, or it ignores the DONE that may follow."


def redrive(job_id: str | None, agree: Callable[[str], bool], place: Place, console: Console) -> int:
    """Move the messages.

    Args:
        job_id: Whose; None moves all.
        agree: Asks a person the question it is given, before all of a stack in AWS are moved.
        place: Where.
        console: Where to print.

    Returns:
        1 where there is none of that job, or the person says no.
    """
    if job_id is None and not place.is_local and not _is_wanted(agree, place):
        console.print("Nothing was moved.")
        return 1
    is_heard = _has_failed(place, job_id)
    moved = move_back(place, job_id)
    if moved == 0:
        console.print(_name_none(job_id, place), markup=False)
        return 0 if job_id is None else 1
    number = "all, by SQS itself from now on" if moved is None else moved
    console.print(f"Dead letters of {place.name} that go back into its job queue: {number}.", markup=False)
    if is_heard:
        console.print(RESET)
    return 0


def _has_failed(place: Place, job_id: str | None) -> bool:
    """Whether one of the jobs that are to be moved has ended FAILED.

    Asked before they are moved: a worker that begins such a job anew may clear its outcome. Of all dead letters of a
    stack in AWS it is assumed, as is of a job whose items cannot be read.
    """
    if job_id is None and not place.is_local:
        return True
    try:
        jobs = _list_jobs(place) if job_id is None else {job_id}
        outcomes = [entry.outcome for job in jobs for entry in place.read_ledger(job)]
    except (JobError, UnreadableItemError):
        return True
    return any(outcome is not None and outcome.status is Status.FAILED for outcome in outcomes)


def _list_jobs(place: Place) -> set[str]:
    with looking(place) as letters:
        return {job.job_id for letter in letters for job in letter.jobs}


def _is_wanted(agree: Callable[[str], bool], place: Place) -> bool:
    return agree(f"Move all dead letters of {place.name}, about {count(place)}, back into its job queue? [y/N]")


def _name_none(job_id: str | None, place: Place) -> str:
    if job_id is None:
        return f"The dead-letter queue of {place.name} is empty."
    return f"{place.name} has no dead letter of job {job_id}. make job JOB={quote(job_id)} says how it stands."


def main() -> int:
    """Run as a program; an empty `JOB` is a slip (an unset variable of the shell), and does not mean all."""
    job_id = os.environ.get("JOB")
    if job_id == "":
        sys.stderr.write("JOB= is no job: make redrive JOB=987654321, and without JOB all of them\n")
        return 1
    return run(partial(redrive, job_id, partial(ask, {"y", "Y", "yes"})))


if __name__ == "__main__":
    sys.exit(main())
