"""The operator's programs on emulated queues, table and bucket."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from itertools import count
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from botocore.stub import Stubber
from rich.console import Console

from local.aws import Account, Aws
from local.operating import failed, job, redrive
from local.operating.dead_letters import looking, move_back
from local.operating.place import NoStackError, Place, find_place
from tests.builders import BUCKET, a_job, an_outcome, s3_message, s3_record
from worker.adapters.calls.retry import RetryPolicy
from worker.adapters.dynamodb.ledger import DynamoLedger
from worker.delivery.ledger.entry import Entry

if TYPE_CHECKING:
    from pathlib import Path

_numbers = count(1)


@pytest.fixture
def place(emulator: Aws) -> Place:
    """Queues and a table of its own; the bucket is everybody's."""
    number = next(_numbers)
    queues = {name: emulator.sqs.create_queue(QueueName=f"{name}-{number}")["QueueUrl"] for name in ("own", "lost")}
    emulator.tables.create_table(
        TableName=f"known-{number}",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[
            {"AttributeName": "job_id", "KeyType": "HASH"},
            {"AttributeName": "generation", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "job_id", "AttributeType": "S"},
            {"AttributeName": "generation", "AttributeType": "S"},
        ],
    )
    outputs = {
        "QueueUrl": queues["own"],
        "DeadLetterQueueUrl": queues["lost"],
        "DeadLetterQueueArn": f"arn:aws:sqs:ap-northeast-2:000000000000:lost-{number}",
        "JobTableName": f"known-{number}",
        "VideoBucketName": BUCKET,
        "ResultBucketName": BUCKET,
    }
    return Place("a stack", outputs, emulator)


def lose(place: Place, *bodies: object) -> None:
    """Put messages into the dead-letter queue."""
    for body in bodies:
        text = body if isinstance(body, str) else json.dumps(body)
        place.aws.sqs.send_message(QueueUrl=place.outputs["DeadLetterQueueUrl"], MessageBody=text)


def message(number: int) -> Any:
    return s3_message(s3_record(f"videos/123/{number}.mp4"))


def waiting(place: Place) -> list[str]:
    """Bodies in the job queue."""
    answer = place.aws.sqs.receive_message(QueueUrl=place.outputs["QueueUrl"], MaxNumberOfMessages=10)
    return [one.get("Body", "") for one in answer.get("Messages", [])]


def said(program: Any, *given: Any) -> str:
    text = io.StringIO()
    program(*given, Console(file=text, width=300))
    return text.getvalue()


def remember(place: Place, entry: Entry) -> None:
    DynamoLedger(place.aws.tables, place.outputs["JobTableName"], RetryPolicy(0, 0)).write(replace(entry, revision=1))


def known() -> Entry:
    return Entry.fresh(a_job().named(""), 1_764_000_000.0)


def test_looking_at_dead_letters_takes_none_out(place: Place) -> None:
    lose(place, *map(message, range(12)))

    for _ in range(2):
        with looking(place) as letters:
            assert {letter.jobs[0].job_id for letter in letters} == set(map(str, range(12)))


def test_a_look_at_a_long_queue_ends_and_hides_nothing_afterwards(place: Place) -> None:
    lose(place, *map(message, range(25)))

    with looking(place, most=10) as letters:
        assert len(letters) == 10
    with looking(place) as letters:
        assert len(letters) == 25


def test_the_list_of_a_long_queue_says_how_many_it_leaves_out(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failed, "SHOWN", 10)
    lose(place, *map(message, range(12)))

    assert "10 of about 12 dead letters are shown" in said(failed.show, place)


def test_an_empty_dead_letter_queue_is_said_to_be_empty(place: Place) -> None:
    assert "is empty" in said(failed.show, place)


def test_each_dead_letter_is_listed_with_its_reason(place: Place) -> None:
    remember(place, replace(known(), outcome=replace(an_outcome(), accepted_at=1.0)))
    lose(place, s3_message(), message(5), "not even JSON", s3_message(s3_record(bucket="another")))

    listed = said(failed.show, place)

    [told, unclaimed, unreadable, foreign] = listed.splitlines()[1:]
    assert "987654321" in told
    assert "STT_TIMEOUT, stt_no_answer" in told
    assert " 5 " in unclaimed
    assert "no worker lived to claim it, so the backend was not told" in unclaimed
    assert "unreadable" in unreadable
    assert "the bucket is not VIDEO_BUCKET_NAME" in foreign


def test_the_messages_of_one_job_are_moved_back_and_the_others_stay(place: Place) -> None:
    lose(place, message(1), message(2))

    assert "into its job queue: 1." in said(redrive.redrive, "2", place)
    assert waiting(place) == [json.dumps(message(2))]
    with looking(place) as letters:
        assert [letter.jobs[0].job_id for letter in letters] == ["1"]


def test_all_messages_are_moved_back_where_sqs_has_no_redrive_of_its_own(place: Place) -> None:
    lose(place, message(1), "not even JSON")

    assert move_back(place, None) == 2
    assert sorted(waiting(place)) == sorted([json.dumps(message(1)), "not even JSON"])


def test_all_messages_are_moved_back_by_sqs_itself_where_it_can(place: Place) -> None:
    sqs = Account("ap-northeast-2").sqs
    with Stubber(sqs) as stubber:
        stubber.add_response("start_message_move_task", {}, {"SourceArn": place.outputs["DeadLetterQueueArn"]})

        assert move_back(replace(place, aws=cast("Aws", SimpleNamespace(sqs=sqs))), None) is None


def test_a_job_is_told_with_what_is_kept_for_its_next_attempt(place: Place) -> None:
    entry = known().claimed(1_764_000_000.0, 180).attempt_failed(1_764_000_100.0)
    remember(place, entry)
    place.aws.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"})
    for name in ("stt-Kor-1.json", "stt-Kor-2.json", "llm-1.json"):
        key = f"work/{entry.job_id}/{entry.generation}/{name}"
        place.aws.s3.put_object(Bucket=BUCKET, Key=key, Body=b"{}")

    told = said(job.show, "987654321", place)

    assert "2 clips of CLOVA, 1 answers of Claude" in told
    assert "waits for another attempt" in told


def test_a_name_with_brackets_is_shown_as_it_is(place: Place) -> None:
    entry = replace(known().claimed(1_764_000_000.0, 180), job_id="[b]1[/b]", key="videos/[/u]/[b]1.mp4")
    remember(place, entry)
    place = replace(place, outputs={**place.outputs, "ResultBucketName": "results-of-brackets"})
    place.aws.s3.create_bucket(
        Bucket="results-of-brackets", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"}
    )

    told = said(job.show, "[b]1[/b]", place)

    assert "job [b]1[/b]" in told
    assert "videos/[/u]/[b]1.mp4" in told


def test_a_job_that_nobody_claimed_is_not_known(place: Place) -> None:
    assert "knows no job 7" in said(job.show, "7", place)


def test_without_a_stack_people_are_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoStackError, match="make local-up"):
        find_place({}, tmp_path / "sam-env.json")


def test_a_stack_that_is_not_there_is_no_place(emulated: Aws, tmp_path: Path) -> None:
    served = tmp_path / "sam-env.json"
    served.write_text(json.dumps({"Worker": {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}}))
    assert emulated.endpoint

    for environ in ({}, {"STACK": "nothing", "AWS_REGION": "ap-northeast-2"}):
        with pytest.raises(NoStackError, match="cannot be read"):
            find_place(environ, served)
