"""`make failed`: what lies in the dead-letter queue and why; nothing is taken out."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from local.operating.dead_letters import DeadLetter, count, looking
from local.operating.story import count_attempts, describe, given_up_at, moment, name_wait
from local.operating.terminal import run, show_block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from local.operating.place import Place
    from worker.delivery.ledger.entry import Entry
    from worker.jobs.job import Job

UNCLAIMED = (
    "no worker lived to claim it, so the backend was not told",
    "look for the function's crash (CrashAlarm), mend it, then redrive",
)

SHOWN = 200
"""Letters; for each the ledger is read."""


def show(place: Place, console: Console) -> int:
    """Show dead letters with their reasons."""
    most = place.read_most_attempts()
    with looking(place, SHOWN) as letters:
        found = [one for letter in letters for one in _explain(letter, most, place)]
        total = count(place)
    if not found:
        console.print(f"The dead-letter queue of {place.name} is empty.", markup=False)
        return 0
    for heading, (reason, step) in found:
        show_block(console, heading, [("why", reason), ("do", step)])
    if total > len(letters):
        console.print(f"{len(letters)} of about {total} dead letters are shown. make redrive moves all.", markup=False)
    return 0


def _explain(letter: DeadLetter, most: int, place: Place) -> Iterator[tuple[str, tuple[str, str]]]:
    sent = moment(letter.sent_at)
    if letter.problem:
        yield f"{sent}  message {letter.message_id}", (letter.problem, "mend the sender, delete the message")
    for job in letter.jobs:
        yield f"{sent}  job {job.job_id}", explain(job, letter.message_id, most, place)


def explain(job: Job, message_id: str, most: int, place: Place) -> tuple[str, str]:
    """Why the message of a job is a dead letter, and what to do."""
    generation = job.named(message_id).generation
    entry = next((one for one in place.read_ledger(job.job_id) if one.generation == generation), None)
    if entry is None:
        return UNCLAIMED
    if entry.outcome is None and entry.abandoned is None and entry.lease_until <= time.time():
        return _explain_end(entry, most)
    state, step = describe(entry, time.time())
    failure = entry.outcome.failure if entry.outcome else None
    return (f"{state}: {failure.code}, {failure.reason}" if failure else state), step


def _explain_end(entry: Entry, most: int) -> tuple[str, str]:
    """Of a job without an outcome whose message is here: nothing brings it back but a person."""
    died = bool(entry.lease_until)
    state = name_wait(entry) if died else "its message used up its receives before the job its attempts"
    cause = "look for the function's crash (CrashAlarm), mend it" if died else "see that the cause is gone (make job)"
    return (
        f"{state}, attempt {count_attempts(entry, most)} of {most}, and the backend was not told",
        f"{cause}, then redrive; else the sweep sends FAILED at {given_up_at(entry, most)}",
    )


def main() -> int:
    """Run as a program."""
    return run(show)


if __name__ == "__main__":
    sys.exit(main())
