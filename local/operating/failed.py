"""`make failed`: what lies in the dead-letter queue and why; nothing is taken out."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from local.operating.dead_letters import DeadLetter, count, looking
from local.operating.place import UnreadableItemError
from local.operating.story import Line, count_attempts, describe, given_up_at, moment, name_wait
from local.operating.terminal import run, show_block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from local.operating.place import Place
    from worker.delivery.ledger.entry import Entry
    from worker.jobs.job import Job

UNCLAIMED = [
    ("why", "no worker lived to claim it, so the backend was not told"),
    ("do", "look for the function's crash (CrashAlarm), mend it, then redrive"),
]

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
    for heading, lines in found:
        show_block(console, heading, lines)
    if total > len(letters):
        console.print(f"{len(letters)} of about {total} dead letters are shown. make redrive moves all.", markup=False)
    return 0


def _explain(letter: DeadLetter, most: int, place: Place) -> Iterator[tuple[str, list[Line]]]:
    sent = moment(letter.sent_at)
    if letter.problem:
        yield (
            f"{sent}  message {letter.message_id}",
            [("why", letter.problem), ("do", "mend the sender, delete the message")],
        )
    for job in letter.jobs:
        yield f"{sent}  job {job.job_id}", explain(job, letter.message_id, most, place)


def explain(job: Job, message_id: str, most: int, place: Place) -> list[Line]:
    """Why the message of a job is a dead letter, and what to do."""
    generation = job.named(message_id).generation
    try:
        entries = place.read_ledger(job.job_id)
    except UnreadableItemError as problem:
        return [("why", str(problem)), ("do", "look at the item in the table")]
    entry = next((one for one in entries if one.generation == generation), None)
    if entry is None:
        return UNCLAIMED
    if entry.outcome is None and entry.abandoned is None and entry.lease_until <= time.time():
        return _explain_end(entry, most)
    state, step = describe(entry, time.time())
    failure = entry.outcome.failure if entry.outcome else None
    # In a row of its own, the reason fits into one line of 80 columns.
    reason = [("reason", f"{failure.code}, {failure.reason}")] if failure else []
    return [("why", state), *reason, ("do", step)]


def _explain_end(entry: Entry, most: int) -> list[Line]:
    """Of a job without an outcome whose message is here: nothing brings it back but a person."""
    died = bool(entry.lease_until)
    state = name_wait(entry) if died else "its message used up its receives before the job its attempts"
    cause = "look for the function's crash (CrashAlarm), mend it" if died else "see that the cause is gone (make job)"
    return [
        ("why", f"{state}, attempt {count_attempts(entry, most)} of {most}, and the backend was not told"),
        ("do", f"{cause}, then redrive; else the sweep sends FAILED at {given_up_at(entry, most)}"),
    ]


def main() -> int:
    """Run as a program."""
    return run(show)


if __name__ == "__main__":
    sys.exit(main())
