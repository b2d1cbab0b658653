"""What only the table in DynamoDB promises."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.adapters.tables import LIMITS, PATIENT, REGION, make_table, name_of
from tests.builders import an_entry
from worker.adapters.aws import make_dynamodb_client
from worker.adapters.dynamodb.ledger import DynamoLedger
from worker.delivery.ledger.entry import EntryName
from worker.delivery.ledger.precedence import Newest, Rank
from worker.jobs.errors import LEDGER_FORBIDDEN, LEDGER_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from local.aws import Aws


def test_every_generation_of_a_job_is_read(emulated: Aws) -> None:
    ledger = DynamoLedger(make_dynamodb_client(REGION), make_table(emulated), PATIENT, LIMITS)
    first, second = an_entry("first").claimed(1, 1), an_entry("second").claimed(1, 1)
    ledger.write(first)
    ledger.write(second)
    ledger.write_newest(Newest(Rank(first.job_id, "g", "k", "", 1.0), 1.0))

    assert sorted(entry.generation for entry in ledger.read(first.job_id)) == ["first", "second"]


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
