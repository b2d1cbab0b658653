"""What every ledger promises: the table in DynamoDB, and the laptop's memory."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import an_entry, an_outcome
from tests.infrastructure.templates import read_template
from worker.adapters.aws import make_dynamodb_client
from worker.adapters.calls.retry import RetryPolicy
from worker.adapters.dynamodb.ledger import DynamoLedger
from worker.adapters.memory_ledger import MemoryLedger
from worker.delivery.ledger.due import DeathLimits
from worker.delivery.ledger.entry import Entry, EntryName, StaleEntryError
from worker.delivery.ledger.outcome import Abandoned
from worker.delivery.ledger.precedence import Newest, Rank
from worker.jobs.errors import CALLBACK_UNAVAILABLE, LEDGER_FORBIDDEN, LEDGER_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from local.aws import Aws
    from worker.delivery.ports import Ledger

REGION = "ap-northeast-2"
WORKERS = 8
ROUNDS = 25
PATIENT = RetryPolicy(retries=1, first_delay=0.01)
LIMITS = DeathLimits(silence=1000.0, attempts=3)
UNACCEPTED = JobError(CALLBACK_UNAVAILABLE, "CALLBACK: the backend answered 503.")
_tables = count(1)


def make_table(aws: Aws) -> str:
    """The name of a table as the template makes it."""
    name = f"jobs-{next(_tables)}"
    table = read_template()["Resources"]["JobTable"]["Properties"]
    assert aws.endpoint
    client = make_dynamodb_client(REGION)
    client.create_table(
        TableName=name,
        BillingMode=table["BillingMode"],
        AttributeDefinitions=table["AttributeDefinitions"],
        KeySchema=table["KeySchema"],
        GlobalSecondaryIndexes=table["GlobalSecondaryIndexes"],
    )
    return name


@pytest.fixture(params=["table", "memory"])
def ledger(request: pytest.FixtureRequest, emulated: Aws) -> Ledger:
    if request.param == "memory":
        return MemoryLedger(limits=LIMITS)
    return DynamoLedger(make_dynamodb_client(REGION), make_table(emulated), PATIENT, LIMITS)


def name_of(entry: Entry) -> EntryName:
    return EntryName(entry.job_id, entry.generation)


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


def test_every_generation_of_a_job_is_read(emulated: Aws) -> None:
    ledger = DynamoLedger(make_dynamodb_client(REGION), make_table(emulated), PATIENT, LIMITS)
    first, second = an_entry("first").claimed(1, 1), an_entry("second").claimed(1, 1)
    ledger.write(first)
    ledger.write(second)
    ledger.write_newest(Newest(Rank(first.job_id, "g", "k", "", 1.0), 1.0))

    assert sorted(entry.generation for entry in ledger.read(first.job_id)) == ["first", "second"]


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


def test_an_item_from_before_the_sweep_is_read(emulated: Aws) -> None:
    client, name = make_dynamodb_client(REGION), make_table(emulated)
    outcome = {"status": "DONE", "callback_job_id": "1", "event_id": "msg_1", "decided_at": 5.0, "tellings": 1}
    old = {"job_id": "1", "generation": "g", "key": "k", "sequencer": "", "first_seen": 1.0, "updated_at": 2.0}
    entry = json.dumps({**old, "revision": 1, "outcome": outcome})
    client.put_item(TableName=name, Item={"job_id": {"S": "1"}, "generation": {"S": "g"}, "entry": {"S": entry}})

    [read] = DynamoLedger(client, name, PATIENT, LIMITS).read("1")

    assert read.outcome is not None
    assert (read.abandoned, read.outcome.resend_at, read.outcome.queue_time) == (None, 0.0, None)


def test_an_entry_outlives_queue_and_dead_letter_queue(emulated: Aws) -> None:
    name = make_table(emulated)
    client = make_dynamodb_client(REGION)
    DynamoLedger(client, name, PATIENT, LIMITS).write(an_entry().claimed(1000, 180))

    [item] = client.scan(TableName=name)["Items"]
    assert int(item["expires"].get("N", "0")) - 1000 > (4 + 14) * 24 * 3600


def test_an_entry_of_an_older_version_is_read(emulated: Aws) -> None:
    name = make_table(emulated)
    client = make_dynamodb_client(REGION)
    written = (
        '{"job_id":"1","generation":"g","key":"videos/1.mp4","sequencer":"","first_seen":1.0,"updated_at":1.0,'
        '"revision":1,"epoch":1,"owner":"o","lease_until":0.0,"stage":"STT","failures":1,"deaths":0,"died_in":{},'
        '"outcome":null,"supersedes":null}'
    )
    keys = {"job_id": {"S": "1"}, "generation": {"S": "g"}, "revision": {"N": "1"}}
    client.put_item(TableName=name, Item={**keys, "entry": {"S": written}})

    [entry] = DynamoLedger(client, name, PATIENT).read("1")

    assert (entry.failures, entry.yields, entry.pending_calls) == (1, 0, ())


def test_a_write_that_was_made_but_not_answered_counts(emulated: Aws) -> None:
    ledger = DynamoLedger(make_dynamodb_client(REGION), make_table(emulated), PATIENT, LIMITS)
    entry = an_entry().claimed(1000, 180)
    ledger.write(entry)

    ledger.write(entry)

    assert ledger.read(entry.job_id) == [entry]


def test_a_missing_table_is_the_deployments_fault(emulated: Aws) -> None:
    assert emulated.endpoint

    with pytest.raises(JobError) as caught:
        DynamoLedger(make_dynamodb_client(REGION), "nobodys-table", PATIENT, LIMITS).find(EntryName("1", "g"))

    assert (caught.value.condition, caught.value.setting) == (LEDGER_FORBIDDEN, "JOB_TABLE_NAME")


def test_a_table_that_does_not_answer_is_tried_again_later(emulated: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    assert emulated.endpoint
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")

    with pytest.raises(JobError) as caught:
        DynamoLedger(make_dynamodb_client(REGION), "jobs", PATIENT, LIMITS).write(an_entry().claimed(1, 1))

    assert caught.value.condition is LEDGER_UNAVAILABLE


def test_what_decides_about_a_job_is_read_as_it_stands_at_the_moment(emulated: Aws) -> None:
    client, name = make_dynamodb_client(REGION), make_table(emulated)
    asked = list[dict[str, Any]]()

    def note(params: dict[str, Any], **_: object) -> None:
        asked.append(params)

    client.meta.events.register("provide-client-params.dynamodb", note)
    ledger = DynamoLedger(client, name, PATIENT, LIMITS)

    ledger.find(EntryName("1", "g"))
    ledger.newest("place")
    ledger.read("1")

    assert [params.get("ConsistentRead") for params in asked] == [True, True, True]


def test_what_is_newest_that_was_stored_but_not_answered_counts(emulated: Aws) -> None:
    ledger = DynamoLedger(make_dynamodb_client(REGION), make_table(emulated), PATIENT, LIMITS)
    newest = Newest(Rank("place", "g", "k", "", 1.0), 1.0)
    ledger.write_newest(newest)

    ledger.write_newest(newest)

    assert ledger.newest("place") == newest


def test_an_entry_of_a_newer_version_is_read(emulated: Aws) -> None:
    client, name = make_dynamodb_client(REGION), make_table(emulated)
    entry = an_entry("g").claimed(1, 1)
    DynamoLedger(client, name, PATIENT).write(entry)
    keys = {"job_id": {"S": entry.job_id}, "generation": {"S": "g"}}
    written = json.loads(client.get_item(TableName=name, Key=keys)["Item"]["entry"]["S"]) | {"of tomorrow": 1}  # type: ignore[typeddict-item]
    client.put_item(TableName=name, Item={**keys, "entry": {"S": json.dumps(written)}})

    assert DynamoLedger(client, name, PATIENT).find(name_of(entry)) == entry
