"""Suites on the ground: sent, drained, judged."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections import Counter
from itertools import count
from typing import TYPE_CHECKING

from tests.builders import sqs_batch, sqs_record
from tests.e2e.processes import below
from tests.faults.case import Case, Run
from tests.faults.fault import Deed
from tests.faults.judging import Flaw, judge
from tests.faults.pump import Pump, StuckError, find_files
from tests.faults.report import SuiteReport
from tests.faults.trouble import NONE
from tests.handler.canaries import find_leaks
from tests.local.waiting import is_alive

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.faults.ground import Ground

_NUMBERS = count(2, 2)
"""Of jobs; a second upload of a key has the number behind."""

_NUMBER = re.compile(r"job-(\d+)")
_TEST_EVENT = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "faults"}
_DRAINING_SECONDS = 600.0


def run_suites(
    suites: Mapping[str, Sequence[Case]], ground: Ground, seconds: float = _DRAINING_SECONDS
) -> list[SuiteReport]:
    """Run all cases of these suites side by side, and judge them after everything has healed and drained.

    Returns:
        A report for each suite, and one on what is left afterwards.
    """
    started = time.monotonic()
    runs = {name: [Run(case, next(_NUMBERS)) for case in cases] for name, cases in suites.items()}
    stuck = list(_drain([run for some in runs.values() for run in some], ground, seconds))
    dead, took = _read_dead_letters(ground), time.monotonic() - started
    reports = [_report(name, some, ground, dead, took) for name, some in runs.items()]
    afterwards = [*stuck, *_find_leftovers(ground), *_find_secrets(ground)]
    return [*reports, SuiteReport("afterwards", 0, [], afterwards, time.monotonic() - started - took)]


def _drain(runs: list[Run], ground: Ground, seconds: float) -> Iterator[Flaw]:
    by_number = {run.number: run for run in runs}
    for wave in _make_waves(runs, len(ground.slots) // 2):
        try:
            Pump(ground, by_number).drain(wave, seconds)
        except StuckError as error:
            yield Flaw("lost", "the queue", str(error))


def _make_waves(runs: list[Run], most: int) -> Iterator[list[Run]]:
    """All runs at once, but that only so many freeze their workers: somebody must be there to take over."""
    frozen = [run for run in runs if any(trouble.deed is Deed.FREEZE for trouble in run.case.troubles)]
    yield [run for run in runs if run not in frozen] + frozen[:most]
    for first in range(most, len(frozen), most):
        yield frozen[first : first + most]


def _report(name: str, runs: list[Run], ground: Ground, dead: Counter[int], seconds: float) -> SuiteReport:
    numbers = {run.number for run in runs}
    deliveries = [delivery for delivery in ground.history.deliveries if delivery.number in numbers]
    flaws = [flaw for run in runs for flaw in judge(run, ground, dead)]
    return SuiteReport(name, len(runs), deliveries, flaws, seconds)


def _read_dead_letters(ground: Ground) -> Counter[int]:
    """Empty the dead-letter queue; how many messages of each number there were."""
    found: Counter[int] = Counter()
    sqs, queue = ground.aws.sqs, ground.dead_letters
    while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            named = _NUMBER.search(message.get("Body", ""))
            found[int(named[1]) if named else -1] += 1
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message.get("ReceiptHandle", ""))
    return found


def _find_leftovers(ground: Ground) -> Iterator[Flaw]:
    """What is there after every worker has handled one more message, which was about nothing."""
    event = sqs_batch(sqs_record(json.dumps(_TEST_EVENT)))
    for slot in ground.slots:
        slot.invoke(event, NONE)
        ground.history.leftovers.extend(find_files(slot))
        shutil.rmtree(slot.folder / "clipscribe", ignore_errors=True)
    for left in sorted({*ground.history.leftovers, *_find_orphans()}):
        yield Flaw("leftovers", "all", left)
    ground.history.leftovers.clear()


def _find_orphans() -> list[str]:
    """Children of workers that have died; this process adopts them."""
    found = [pid for pid, command in below(os.getpid()) if "ffmpeg" in command[0] and is_alive(pid)]
    return [f"FFmpeg {pid} runs on" for pid in found]


def _find_secrets(ground: Ground) -> Iterator[Flaw]:
    for slot in [*ground.slots, ground.sweeper]:
        log = slot.folder.with_suffix(".log")
        for leak in sorted(set(find_leaks(log.read_text(encoding="utf-8", errors="replace")))):
            yield Flaw("secrets", "all", f"{log.name} holds {leak}")
        os.truncate(log, 0)
