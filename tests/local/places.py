"""A deployment on the emulated AWS, and what its operator's programs say of it."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from rich.console import Console

from local.operating.place import Place
from tests.builders import BUCKET, a_job, s3_message, s3_record
from tests.infrastructure.templates import read_template
from worker.delivery.ledger.entry import Entry

if TYPE_CHECKING:
    from local.aws import Aws

NOW = 1_764_000_000.0
_numbers = count(1)


def make_place(aws: Aws) -> Place:
    """Queues and a table of its own, as the template makes them; the bucket is everybody's."""
    number = next(_numbers)
    lost = aws.sqs.create_queue(QueueName=f"lost-{number}")["QueueUrl"]
    arn = f"arn:aws:sqs:ap-northeast-2:000000000000:lost-{number}"
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})
    own = aws.sqs.create_queue(QueueName=f"own-{number}", Attributes={"RedrivePolicy": policy})["QueueUrl"]
    table = read_template()["Resources"]["JobTable"]["Properties"]
    keys = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
    aws.tables.create_table(TableName=f"known-{number}", **{key: table[key] for key in keys})
    outputs = {
        "QueueUrl": own,
        "DeadLetterQueueUrl": lost,
        "DeadLetterQueueArn": arn,
        "JobTableName": f"known-{number}",
        "VideoBucketName": BUCKET,
        "ResultBucketName": BUCKET,
        "LogGroupName": f"/aws/lambda/place-{number}-worker",
    }
    return Place("a stack", outputs, aws)


def make_bucket(place: Place, name: str) -> Place:
    """The same place with a bucket of its own for results, which keeps versions."""
    region = {"LocationConstraint": "ap-northeast-2"}
    place.aws.s3.create_bucket(Bucket=name, CreateBucketConfiguration=region)  # type: ignore[arg-type] - a region by name
    place.aws.s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return replace(place, outputs={**place.outputs, "ResultBucketName": name})


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


def said(program: Any, *given: Any, width: int = 300) -> str:
    text = io.StringIO()
    program(*given, Console(file=text, width=width))
    return text.getvalue()


def remember(place: Place, entry: Entry) -> Entry:
    first = replace(entry, revision=1)
    place.ledger.write(first)
    return first


def known() -> Entry:
    return Entry.fresh(a_job().named(""), NOW)
