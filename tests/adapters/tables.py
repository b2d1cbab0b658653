"""Tables of the ledger in the emulated DynamoDB."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from tests.infrastructure.templates import read_template
from worker.adapters.aws import make_dynamodb_client
from worker.adapters.calls.retry import RetryPolicy
from worker.delivery.ledger.due import DeathLimits
from worker.delivery.ledger.entry import Entry, EntryName

if TYPE_CHECKING:
    from local.aws import Aws

REGION = "ap-northeast-2"
PATIENT = RetryPolicy(retries=1, first_delay=0.01)
LIMITS = DeathLimits(silence=1000.0, attempts=3)
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


def name_of(entry: Entry) -> EntryName:
    return EntryName(entry.job_id, entry.generation)
