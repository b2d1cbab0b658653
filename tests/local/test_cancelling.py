"""`make cancel` on the emulated table: what it writes, what it refuses, and what it says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from local.operating.cancel import cancel
from tests.builders import an_outcome
from tests.local.places import NOW, known, remember, said
from worker.delivery.ledger.entry import EntryName, StaleEntryError
from worker.delivery.ledger.outcome import Abandoned

if TYPE_CHECKING:
    from local.operating.place import Place
    from worker.delivery.ledger.entry import Entry

JOB_ID = "987654321"
FAR = 10**10
FAILED = replace(an_outcome(), decided_at=NOW)
WAITING = known().claimed(NOW, 180).attempt_failed(NOW)


def yes(_: str) -> bool:
    return True


def no(_: str) -> bool:
    return False


def cancelled_in(place: Place) -> list[bool]:
    return [entry.cancelled_at > 0 for entry in place.read_ledger(JOB_ID)]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (known().claimed(NOW, FAR), "The worker that holds it ends it at its next write"),
        (WAITING, "The sweep ends it with its next run"),
    ],
    ids=["held", "between attempts"],
)
def test_a_job_that_has_not_ended_is_cancelled(place: Place, entry: Entry, words: str) -> None:
    remember(place, entry)

    told = said(cancel, JOB_ID, yes, place)

    assert words in told
    assert "Its backend hears JOB_CANCELLED." in told
    assert cancelled_in(place) == [True]


def test_a_cancelled_job_that_nobody_holds_is_due_at_once(place: Place) -> None:
    remember(place, replace(WAITING, updated_at=NOW))

    said(cancel, JOB_ID, yes, place)

    assert place.ledger.due(NOW, 9) == [EntryName(JOB_ID, WAITING.generation)]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (replace(WAITING, outcome=replace(FAILED, accepted_at=NOW)), "is over: nothing was changed."),
        (replace(WAITING, abandoned=Abandoned.SUPERSEDED), "is over: nothing was changed."),
        (replace(WAITING, outcome=FAILED), "Too late: job 987654321 has ended as FAILED"),
        (WAITING.cancelled(NOW), "is cancelled already"),
    ],
    ids=["finished", "superseded", "decided", "cancelled"],
)
def test_what_cannot_be_cancelled_stays_as_it_is(place: Place, entry: Entry, words: str) -> None:
    stored = remember(place, entry)

    assert words in said(cancel, JOB_ID, yes, place)
    assert place.read_ledger(JOB_ID) == [stored]


def test_of_a_job_that_no_worker_has_claimed_it_says_what_to_do(place: Place) -> None:
    told = said(cancel, "a b", yes, place)

    assert "knows no job a b: no worker has claimed it. Delete its video" in told
    assert "make job JOB='a b'" in told


def test_only_the_latest_upload_is_cancelled(place: Place) -> None:
    remember(place, replace(WAITING, generation="older", first_seen=NOW - 9))
    remember(place, WAITING)

    said(cancel, JOB_ID, yes, place)

    assert cancelled_in(place) == [False, True]


def test_without_a_yes_nothing_is_cancelled(place: Place) -> None:
    remember(place, WAITING)

    assert "Nothing was cancelled." in said(cancel, JOB_ID, no, place)
    assert cancelled_in(place) == [False]


def test_a_worker_that_writes_meanwhile_is_read_again(place: Place) -> None:
    seen = remember(place, known().claimed(NOW, FAR))

    def while_asked(_: str) -> bool:
        place.ledger.write(seen.stage_began("STT", NOW, FAR))
        return True

    said(cancel, JOB_ID, while_asked, place)

    [entry] = place.read_ledger(JOB_ID)
    assert (entry.stage, entry.cancelled_at > 0) == ("STT", True)


class Busy:
    """A place in which a worker writes just before every write of ours, `times` often."""

    name = "a stack"

    def __init__(self, times: int) -> None:
        self.entry = replace(WAITING, revision=1)
        self.times = times
        self.ledger = self

    def read_ledger(self, _: str) -> list[Entry]:
        return [self.entry]

    def write(self, entry: Entry) -> None:
        if self.times:
            self.times -= 1
            self.entry = self.entry.written(NOW)
            raise StaleEntryError
        self.entry = entry


def test_a_write_that_a_worker_was_faster_with_is_tried_again() -> None:
    busy = Busy(times=3)

    said(cancel, JOB_ID, yes, busy)

    assert (busy.entry.cancelled_at > 0, busy.entry.revision) == (True, 5)


def test_a_worker_that_is_always_faster_ends_the_tries() -> None:
    with pytest.raises(StaleEntryError):
        said(cancel, JOB_ID, yes, Busy(times=99))
