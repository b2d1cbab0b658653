"""`make failed`: what lies in the dead-letter queue and why; nothing is taken out."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from local.operating.dead_letters import DeadLetter, count, looking
from local.operating.story import describe, moment
from local.operating.terminal import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from local.operating.place import Place
    from worker.jobs.job import Job

UNCLAIMED = (
    "no worker lived to claim it, so the backend was not told",
    "look for the function's crash (CrashAlarm), mend it, then redrive",
)


SHOWN = 200
"""Letters; for each the ledger is read."""


def show(place: Place, console: Console) -> int:
    """Show dead letters with their reasons."""
    with looking(place, SHOWN) as letters:
        rows = [row for letter in letters for row in _explain(letter, place)]
        total = count(place)
    if not rows:
        console.print(f"The dead-letter queue of {place.name} is empty.", markup=False)
        return 0
    table = Table("sent", "job", "why it is here", "what to do", box=None, padding=(0, 2))
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)
    if total > len(letters):
        console.print(f"{len(letters)} of about {total} dead letters are shown. make redrive moves all.", markup=False)
    return 0


def _explain(letter: DeadLetter, place: Place) -> Iterator[tuple[str, str, str, str]]:
    sent = moment(letter.sent_at)
    if letter.problem:
        yield sent, f"message {letter.message_id}", letter.problem, "mend the sender, delete the message"
    for job in letter.jobs:
        yield (sent, job.job_id, *explain(job, letter.message_id, place))


def explain(job: Job, message_id: str, place: Place) -> tuple[str, str]:
    """Why the message of a job is a dead letter, and what to do."""
    generation = job.named(message_id).generation
    entry = next((one for one in place.read_ledger(job.job_id) if one.generation == generation), None)
    if entry is None:
        return UNCLAIMED
    state, step = describe(entry, time.time())
    failure = entry.outcome.failure if entry.outcome else None
    return (f"{state}: {failure.code}, {failure.reason}" if failure else state), step


def main() -> int:
    """Run as a program."""
    return run(show)


if __name__ == "__main__":
    sys.exit(main())
