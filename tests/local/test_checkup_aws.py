from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from local.checkup.access import Access
from local.checkup.aws import Aws
from local.checkup.finding import State
from local.checkup.settings import with_defaults
from local.doctor import examine
from tests.local.findings import COMPLETE, states

if TYPE_CHECKING:
    from local.aws import Aws as Emulated


@pytest.fixture(scope="module")
def queue(emulator: Emulated) -> str:
    emulator.s3.create_bucket(Bucket="videos", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"})
    dead = emulator.sqs.create_queue(QueueName="dead")["QueueUrl"]
    arn = emulator.sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})
    return emulator.sqs.create_queue(QueueName="jobs", Attributes={"RedrivePolicy": policy})["QueueUrl"]


@pytest.fixture
def values(emulated: Emulated, queue: str) -> dict[str, str]:
    return with_defaults(COMPLETE | {"SQS_QUEUE_URL": queue, "AWS_ENDPOINT_URL": emulated.endpoint})


def looking(values: dict[str, str]) -> Aws:
    return Aws(Access(values), values)


def test_what_is_there_in_aws_is_found(values: dict[str, str]) -> None:
    aws = looking(values)

    assert states([aws.identity(), *aws.buckets(), *aws.queue()]) == {
        "AWS credentials": State.GOOD,
        "VIDEO_BUCKET_NAME": State.GOOD,
        "RESULT_BUCKET_NAME": State.GOOD,
        "missing video": State.GOOD,
        "missing checkpoint": State.GOOD,
        "work/ of videos": State.NOTE,
        "SQS_QUEUE_URL": State.GOOD,
    }


def test_what_is_not_there_in_aws_fails(values: dict[str, str]) -> None:
    absent = {"RESULT_BUCKET_NAME": "no-such-bucket", "SQS_QUEUE_URL": values["SQS_QUEUE_URL"] + "-not"}
    aws = looking(values | absent | {"JOB_TABLE_NAME": "no-such-table"})

    found = states([*aws.buckets(), *aws.queue(), *aws.table()])

    assert [found[name] for name in ("RESULT_BUCKET_NAME", "SQS_QUEUE_URL", "JOB_TABLE_NAME")] == [State.BAD] * 3


def test_a_table_is_found_and_none_is_noted(values: dict[str, str], emulated: Emulated) -> None:
    emulated.tables.create_table(
        TableName="looked-at",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "job_id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "job_id", "KeyType": "HASH"}],
    )

    assert states(looking(values | {"JOB_TABLE_NAME": "looked-at"}).table()) == {"JOB_TABLE_NAME": State.GOOD}
    assert states(looking(values | {"JOB_TABLE_NAME": ""}).table()) == {"JOB_TABLE_NAME": State.NOTE}


def test_a_queue_that_gives_up_at_another_count_than_the_worker_fails(values: dict[str, str]) -> None:
    aws = looking(values | {"MAX_RECEIVE_COUNT": "3"})

    assert states(aws.queue()) == {"MAX_RECEIVE_COUNT": State.BAD}


def test_the_doctor_finds_settings_in_the_secret_and_shows_none(values: dict[str, str], emulated: Emulated) -> None:
    secret = json.dumps({"CLOVA_API_KEY": "secret-from-aws"})
    arn = emulated.secrets.create_secret(Name="clipscribe", SecretString=secret)["ARN"]

    found = examine(values | {"CLOVA_API_KEY": "", "SECRETS_ARN": arn})

    assert states(found)["settings"] is State.GOOD
    assert "secret-" not in repr(found)
