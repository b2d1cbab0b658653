"""`make cancel JOB=987654321`: end a job for good. Nothing more is paid for it, and the backend hears JOB_CANCELLED.

It only notes in the ledger that the job is cancelled. The worker that holds the job finds this at its next step there
and ends it; a job that nobody holds is ended by the sweep, which runs every minute, or by a delivery that comes first.
"""

from __future__ import annotations

import os
import sys
import time
from functools import partial
from shlex import quote
from typing import TYPE_CHECKING

from local.operating.terminal import ask, run
from worker.delivery.ledger.entry import StaleEntryError

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from local.operating.place import Place
    from worker.delivery.ledger.entry import Entry

MOST_TRIES = 10
"""How often the entry is read again because a worker wrote at the same moment."""


def cancel(job_id: str, agree: Callable[[str], bool], place: Place, console: Console) -> int:
    """Cancel a job's latest upload.

    Args:
        job_id: Whose.
        agree: Asks a person the question it is given.
        place: Where.
        console: Where to print.

    Returns:
        1 where there is nothing to cancel, or the person says no.

    Raises:
        StaleEntryError: Workers wrote each time at the same moment.
    """
    refusal = find_refusal(_read_latest(place, job_id), job_id, place)
    if not refusal and not agree(f"End job {job_id} of {place.name} for good, as FAILED with JOB_CANCELLED? [y/N]"):
        refusal = "Nothing was cancelled."
    for _ in range(MOST_TRIES):
        entry = _read_latest(place, job_id)
        refusal = refusal or find_refusal(entry, job_id, place)
        if refusal or entry is None:
            console.print(refusal, markup=False)
            return 1
        now = time.time()
        try:
            place.ledger.write(entry.cancelled(now))
        except StaleEntryError:
            continue
        console.print(_say_what_follows(entry, now), markup=False)
        return 0
    raise StaleEntryError


def _read_latest(place: Place, job_id: str) -> Entry | None:
    entries = place.read_ledger(job_id)
    return entries[-1] if entries else None


def find_refusal(entry: Entry | None, job_id: str, place: Place) -> str:
    """Why nothing can be cancelled; "" where it can."""
    if entry is None:
        return (
            f"The ledger of {place.name} knows no job {job_id}: no worker has claimed it. Delete its video before one"
            " does, and it ends as FAILED with S3_DOWNLOAD_FAILED, unpaid; or cancel it once make job"
            f" JOB={quote(job_id)} knows it."
        )
    if entry.abandoned or entry.finished:
        return f"Job {job_id} is over: nothing was changed. make job JOB={quote(job_id)} says how it ended."
    if entry.outcome is not None:
        return f"Too late: job {job_id} has ended as {entry.outcome.status}, and its callback is being sent."
    if entry.cancelled_at:
        return f"Job {job_id} is cancelled already: its worker or the sweep is about to end it."
    return ""


def _say_what_follows(entry: Entry, now: float) -> str:
    if entry.lease_until > now:
        ending = (
            "The worker that holds it ends it at its next write to the ledger, within a heartbeat; if it is dead, the"
            " sweep does once its lease is over."
        )
    else:
        ending = "The sweep ends it with its next run, in a minute at most."
    return f"Job {entry.job_id} is cancelled: no further call is paid for it. {ending} Its backend hears JOB_CANCELLED."


def main() -> int:
    """Run as a program."""
    job_id = os.environ.get("JOB")
    if not job_id:
        sys.stderr.write("Say which job: make cancel JOB=987654321\n")
        return 1
    return run(partial(cancel, job_id, partial(ask, {"y", "Y", "yes"})))


if __name__ == "__main__":
    sys.exit(main())
