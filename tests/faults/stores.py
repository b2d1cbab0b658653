"""The emulated AWS that suites run on: bucket, table, queue and dead-letter queue."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from local.aws import REGION
from tests.faults.case import MOST_RECEIVES

if TYPE_CHECKING:
    from local.aws import Aws

BUCKET = "faults"
TABLE = "faults-jobs"
LEASE_SECONDS = 6


def make_stores(aws: Aws) -> tuple[str, str]:
    """Make the bucket, the table and both queues; returns the queue's address and the dead-letter queue's."""
    aws.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    aws.s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    aws.tables.create_table(
        TableName=TABLE,
        KeySchema=[
            {"AttributeName": "job_id", "KeyType": "HASH"},
            {"AttributeName": "generation", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            *({"AttributeName": name, "AttributeType": "S"} for name in ("job_id", "generation", "unfinished")),
            {"AttributeName": "due", "AttributeType": "N"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "due",
                "KeySchema": [
                    {"AttributeName": "unfinished", "KeyType": "HASH"},
                    {"AttributeName": "due", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    dead_letters = aws.sqs.create_queue(QueueName="faults-dead")["QueueUrl"]
    target = aws.sqs.get_queue_attributes(QueueUrl=dead_letters, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = json.dumps({"deadLetterTargetArn": target, "maxReceiveCount": MOST_RECEIVES})
    queue = aws.sqs.create_queue(
        QueueName="faults", Attributes={"RedrivePolicy": redrive, "VisibilityTimeout": str(LEASE_SECONDS)}
    )
    return queue["QueueUrl"], dead_letters
