"""`make job JOB=987654321`: the whole story of one job."""

from __future__ import annotations

import os
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from local.aws import REFUSALS
from local.operating.attempt_log import read_last_attempt
from local.operating.log import read_log
from local.operating.story import Line, tell_story
from local.operating.terminal import run, show_block
from worker.delivery.budget import name_day

if TYPE_CHECKING:
    from rich.console import Console

    from local.operating.place import Place
    from worker.delivery.ledger.entry import Entry


def show(job_id: str, place: Place, console: Console) -> int:
    """Show every upload of the job; 1 where the ledger knows none."""
    entries = place.read_ledger(job_id)
    if not entries:
        console.print(
            f"The ledger of {place.name} knows no job {job_id}: no worker has claimed it. It waits in the queue, died"
            " before its claim (make failed), or was never uploaded; or was forgotten (make forget), or ended over 30"
            " days ago.",
            markup=False,
        )
        return 1
    most = place.read_most_attempts()
    for entry in entries:
        lines = [*_tell(entry, most, place), ("kept", _list_kept(entry, place))]
        show_block(console, f"job {job_id}, upload {entry.generation}", lines)
    _show_day(place, console)
    return 0


def _show_day(place: Place, console: Console) -> None:
    """What all paid calls of today cost, which is counted only with a `BUDGET_KRW_PER_DAY`."""
    day = name_day(time.time())
    krw = place.ledger.cost_of(day)
    if krw:
        console.print(f"All paid calls of {day} (Asia/Seoul) cost {krw:,.0f} KRW so far.", markup=False)


def _tell(entry: Entry, most: int, place: Place) -> list[Line]:
    """The story, without its stages where the log cannot be read."""
    try:
        return tell_story(entry, time.time(), most, read_last_attempt(read_log(place, entry)))
    except REFUSALS as problem:
        return [*tell_story(entry, time.time(), most, None), ("its log", f"cannot be read: {problem}")]


_LONG_FORM = {"stt-long.json": "CLOVA Speech's token", "stt-long-result.json": "its transcript"}


def _list_kept(entry: Entry, place: Place) -> str:
    """What the next attempt does not pay for again."""
    prefix = f"work/{entry.job_id}/{entry.generation}/"
    pages = place.aws.s3.get_paginator("list_objects_v2").paginate(
        Bucket=place.outputs["ResultBucketName"], Prefix=prefix
    )
    names = [found.get("Key", "").removeprefix(prefix) for page in pages for found in page.get("Contents", [])]
    if not names:
        return "nothing, or it has expired"
    long = [what for name, what in _LONG_FORM.items() if name in names]
    clips = sum(name.startswith("stt-") for name in names) - len(long)
    answers = sum(name.startswith("llm-") for name in names)
    return ", ".join([*long, f"{clips} clips of CLOVA", f"{answers} answers of Claude"])


def main() -> int:
    """Run as a program."""
    job_id = os.environ.get("JOB")
    if not job_id:
        sys.stderr.write("Say which job: make job JOB=987654321\n")
        return 1
    return run(partial(show, job_id))


if __name__ == "__main__":
    sys.exit(main())
