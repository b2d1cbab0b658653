"""What every ledger promises: the table in DynamoDB, and the laptop's memory."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from tests.adapters.tables import LIMITS, PATIENT, REGION, make_table, name_of
from tests.builders import an_entry, an_outcome
from worker.adapters.aws import make_dynamodb_client
from worker.adapters.dynamodb.ledger import DynamoLedger
from worker.adapters.memory_ledger import MemoryLedger
from worker.delivery.ledger.entry import Entry, EntryName, StaleEntryError
from worker.delivery.ledger.outcome import Abandoned
from worker.delivery.ledger.precedence import Newest, Rank
from worker.delivery.ledger.waiting import Waiting
from worker.jobs.errors import CALLBACK_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from local.aws import Aws
    from worker.delivery.ports import Ledger
WORKERS = 8
ROUNDS = 10
UNACCEPTED = JobError(CALLBACK_UNAVAILABLE, "CALLBACK", "the backend answered 503.")


@pytest.fixture(params=["table", "memory"])
def ledger(request: pytest.FixtureRequest, emulated: Aws) -> Ledger:
    if request.param == "memory":
        return MemoryLedger(limits=LIMITS)
    return DynamoLedger(make_dynamodb_client(REGION), make_table(emulated), PATIENT, LIMITS)


def test_of_an_unknown_job_and_place_nothing_is_known(ledger: Ledger) -> None:
    assert (ledger.find(EntryName("nobody", "none")), ledger.newest("nowhere")) == (None, None)


def test_what_is_written_is_read_as_it_was(ledger: Ledger) -> None:
    entry = replace(an_entry().claimed(1000.5, 180), outcome=an_outcome(), died_in={"FFMPEG": 1}, pending_calls=("a",))

    ledger.write(entry)

    assert ledger.find(name_of(entry)) == entry


def test_what_is_newest_is_stored_only_over_what_was_newest_before(ledger: Ledger) -> None:
    first = Newest(Rank("summary/results/1/\ud55c\uae00.json", "g", "videos/1/\ud55c\uae00.mp4", "A1", 1000.5), 1001.5)
    second = replace(first, rank=replace(first.rank, generation="h"), revision=2)
    ledger.write_newest(first)
    ledger.write_newest(second)

    for stale in (replace(first, rank=second.rank), replace(second, rank=first.rank)):
        with pytest.raises(StaleEntryError):
            ledger.write_newest(stale)
    assert ledger.newest(first.rank.place) == second
    assert ledger.newest("summary/results/2/9.json") is None


def test_a_write_over_an_older_revision_is_refused_and_changes_nothing(ledger: Ledger) -> None:
    read = an_entry().claimed(1000, 180)
    ledger.write(read)
    newer = read.claimed(2000, 180)
    ledger.write(newer)

    with pytest.raises(StaleEntryError):
        ledger.write(read.decided(an_outcome(), 2001))
    assert ledger.find(name_of(read)) == newer


def test_of_two_first_claims_one_is_refused(ledger: Ledger) -> None:
    ledger.write(an_entry().claimed(1000, 180))

    with pytest.raises(StaleEntryError):
        ledger.write(an_entry().claimed(1000, 180))


@pytest.mark.parametrize("held", [False, True], ids=["nobody's", "a dead worker's"])
def test_of_workers_that_claim_at_once_one_gets_the_job(ledger: Ledger, *, held: bool) -> None:
    for number in range(ROUNDS):
        found = an_entry(str(number))
        if held:
            found = found.claimed(0, 1)
            ledger.write(found)

        assert claim_at_once(ledger, found).count(True) == 1
        stored = ledger.find(name_of(found))
        assert stored is not None
        assert stored.epoch == found.epoch + 1


def claim_at_once(ledger: Ledger, found: Entry) -> list[bool]:
    barrier = Barrier(WORKERS)

    def claim(_: int) -> bool:
        barrier.wait()
        try:
            ledger.write(found.claimed(1000, 180))
        except StaleEntryError:
            return False
        return True

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(claim, range(WORKERS)))


def test_what_is_due_is_named_longest_due_first_and_no_more_than_asked_for(ledger: Ledger) -> None:
    lost = an_entry("lost").claimed(0, 1).attempt_failed(500)
    dead = replace(an_entry("dead"), failures=2).claimed(0, 1200).stage_began("STT", 0, 1200)
    untold = an_entry("untold").claimed(0, 1).decided(an_outcome(), 1).sent(2, UNACCEPTED, 1300.0)
    for entry in (lost, dead, untold):
        ledger.write(replace(entry, revision=1))

    assert [name.generation for name in ledger.due(2000, most=9)] == ["dead", "untold", "lost"]
    assert ledger.due(2000, most=1) == [EntryName("987654321", "dead")]
    assert [name.generation for name in ledger.due(1250, most=9)] == ["dead"]
    assert ledger.due(1000, most=9) == []


@pytest.mark.parametrize(("early", "named"), [(0.001, []), (0.0, ["untold"])])
def test_what_is_due_is_named_from_its_very_moment_on(ledger: Ledger, early: float, named: list[str]) -> None:
    moment = 1300.5
    entry = an_entry("untold").claimed(0, 1).decided(an_outcome(), 1).sent(2, UNACCEPTED, moment)
    ledger.write(replace(entry, revision=1))

    assert [name.generation for name in ledger.due(moment - early, most=9)] == named


@pytest.mark.parametrize("end", ["accepted", "abandoned"])
def test_what_is_over_is_never_due(ledger: Ledger, end: str) -> None:
    entry = an_entry().claimed(0, 1).decided(an_outcome(), 1)
    ledger.write(replace(entry, revision=1))
    now_over = entry.sent(2) if end == "accepted" else entry.dropped(Abandoned.UNHEARD, 2)

    ledger.write(replace(now_over, revision=2))

    assert ledger.due(10_000, most=9) == []


def test_what_a_day_cost_is_added_up_by_day(ledger: Ledger) -> None:
    sums = [ledger.add_cost("2026-12-01", krw) for krw in (4.0, 8.25, -2.5)]

    assert sums == [4.0, 12.25, 9.75]
    assert [ledger.cost_of(day) for day in ("2026-12-01", "2026-12-02")] == [9.75, 0.0]


def test_what_would_pass_the_lid_of_a_day_is_not_added(ledger: Ledger) -> None:
    assert ledger.add_cost("2026-12-01", 101.0, lid=100.0) is None
    assert ledger.add_cost("2026-12-01", 60.0, lid=100.0) == 60.0
    assert ledger.add_cost("2026-12-01", 40.5, lid=100.0) is None
    assert ledger.add_cost("2026-12-01", 40.0, lid=100.0) == 100.0
    assert ledger.cost_of("2026-12-01") == 100.0


def test_workers_that_pay_at_once_do_not_pass_the_lid_together(ledger: Ledger) -> None:
    barrier = Barrier(WORKERS)

    def pay(_: int) -> int:
        barrier.wait()
        return sum(ledger.add_cost("2026-12-01", 4.0, lid=50.0) is not None for _ in range(ROUNDS))

    with ThreadPoolExecutor(WORKERS) as pool:
        paid = sum(pool.map(pay, range(WORKERS)))

    assert (paid, ledger.cost_of("2026-12-01")) == (12, 48.0)


def test_of_all_unfinished_jobs_the_waiting_ones_are_found_until_their_next_look(ledger: Ledger) -> None:
    held = an_entry().claimed(1000, 180)
    waiting = replace(held, generation="waiting").waits(Waiting("stt", 900.0, 1120.0), 1000.0, 1000.0)
    failed = replace(held, generation="failed").attempt_failed(1001)
    for entry in (held, waiting, failed):
        ledger.write(replace(entry, revision=1))

    assert ledger.waiting(1100.0, 10) == [name_of(waiting)]
    assert ledger.waiting(1120.0, 10) == []
    assert ledger.find(name_of(waiting)) == replace(waiting, revision=1)
    assert ledger.due(1120.0 + LIMITS.silence - 1, 10) == [name_of(held), name_of(failed)]
