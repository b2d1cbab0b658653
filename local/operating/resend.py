"""`make resend JOB=987654321`: send a stored outcome again, in the same bytes and under the same webhook-id.

It only makes the outcome due: the sweep, which runs every minute, sends it as it sends any that was not accepted.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from local.operating.kept_body import bring_back
from local.operating.terminal import run
from worker.delivery.ledger.outcome import NO_CALLBACK, Abandoned

if TYPE_CHECKING:
    from rich.console import Console

    from local.operating.place import Place
    from worker.delivery.ledger.entry import Entry

MISSING = (
    "The callback of this DONE is no longer kept, nor an earlier version of it: take the result over by hand, it is at"
    " results/ in S3."
)

_CLEARING_SECONDS = 60.0
"""After a DONE is accepted, its worker deletes what was kept, and the body with it."""


def resend(job_id: str, place: Place, console: Console) -> int:
    """Make the outcome of a job's latest upload due; 1 where there is nothing to send."""
    entries = place.read_ledger(job_id)
    now = time.time()
    refusal = find_refusal(entries[-1], now) if entries else f"The ledger of {place.name} knows no job {job_id}."
    if not refusal and not bring_back(entries[-1], place):
        refusal = MISSING
    if refusal:
        console.print(refusal, markup=False)
        return 1
    place.ledger.write(make_due(entries[-1], now))
    outcome = entries[-1].outcome
    assert outcome is not None  # noqa: S101 - else it was refused; tells the type checker
    console.print(
        f"{outcome.status} of job {job_id} goes to the backend again, as {outcome.event_id}, with the next run of the"
        " sweep, in a minute at most. A backend that drops duplicates by webhook-id has to forget this one first.",
        markup=False,
    )
    return 0


def find_refusal(entry: Entry, now: float) -> str:
    """Why nothing can be sent again of an upload; "" where it can."""
    if entry.lease_until > now:
        return "A worker holds the job at this moment: look again with make job."
    if entry.outcome is None:
        return "Its latest upload has no outcome yet: make job says what comes next."
    if entry.outcome.event_id == NO_CALLBACK:
        return f"The task {entry.task} sends no callback."
    if entry.abandoned is Abandoned.SUPERSEDED:
        return "A newer upload has taken its place: its outcome is not sent."
    if entry.outcome.body is None and now - (entry.outcome.accepted_at or 0.0) < _CLEARING_SECONDS:
        return "The backend accepted it just now; its worker may be deleting the kept callback: try again in a minute."
    return ""


def make_due(entry: Entry, now: float) -> Entry:
    """The entry with its outcome to be sent now.

    The backend that has accepted it knows it, so a 409 to the second sending counts as accepted.
    """
    outcome = entry.outcome
    assert outcome is not None  # noqa: S101 - `find_refusal` has seen it; tells the type checker
    known = outcome.perhaps_heard or outcome.accepted_at is not None
    due = replace(outcome, accepted_at=None, resend_at=now, perhaps_heard=known)
    return replace(entry.written(now), outcome=due, abandoned=None)


def main() -> int:
    """Run as a program."""
    job_id = os.environ.get("JOB")
    if not job_id:
        sys.stderr.write("Say which job: make resend JOB=987654321\n")
        return 1
    return run(partial(resend, job_id))


if __name__ == "__main__":
    sys.exit(main())
