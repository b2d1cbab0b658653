"""A deployment of a test's own: an emulated bucket with versions, and an emulated table."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from rich.console import Console

from local.aws import REGION, Aws
from local.operating.forget import forget
from local.operating.place import Place
from tests.builders import an_outcome
from worker.adapters.calls.retry import RetryPolicy
from worker.adapters.dynamodb.ledger import DynamoLedger
from worker.delivery.ledger.entry import Entry
from worker.delivery.ledger.outcome import Abandoned
from worker.delivery.ledger.precedence import Newest, Rank

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.tasks.summary.job import SummaryJob

_numbers = count(1)


def _never(_question: str) -> bool:
    raise AssertionError


@dataclass
class Deployed:
    """A deployment of its own."""

    place: Place

    @property
    def ledger(self) -> DynamoLedger:
        return DynamoLedger(self.place.aws.tables, self.place.outputs["JobTableName"], RetryPolicy(0, 0))

    @property
    def bucket(self) -> str:
        return self.place.outputs["VideoBucketName"]

    def put(self, *keys: str) -> None:
        for key in keys:
            self.place.aws.s3.put_object(Bucket=self.bucket, Key=key, Body=b"somebody's")

    def remember(self, job: SummaryJob, *, ended: bool = True, accepted: bool = True, dropped: bool = False) -> Entry:
        """Put a job into the ledger as a worker does."""
        job = job.named("m1")
        entry = replace(Entry.fresh(job, 1_764_000_000.0), revision=1)
        if ended:
            entry = replace(entry, outcome=replace(an_outcome(), accepted_at=1_764_000_000.0 if accepted else None))
        if dropped:
            entry = replace(entry, abandoned=Abandoned.SUPERSEDED)
        self.ledger.write(entry)
        self.ledger.write_newest(Newest(Rank.of(job, entry), 1_764_000_000.0))
        return entry

    def break_item(self, job_id: str) -> None:
        """Put an item into the ledger that this version cannot read."""
        item = {"job_id": {"S": job_id}, "generation": {"S": "g"}, "entry": {"S": "{}"}}
        self.place.aws.tables.put_item(TableName=self.place.outputs["JobTableName"], Item=item)

    def forget(self, user_id: str = "123", agree: Callable[[str], bool] = _never) -> tuple[int, str]:
        text = io.StringIO()
        status = forget(user_id, agree, self.place, Console(file=text, width=80))
        return status, text.getvalue()

    @property
    def keys(self) -> set[str]:
        """Those of every version and every deletion marker."""
        listed = self.place.aws.s3.list_object_versions(Bucket=self.bucket)
        return {one.get("Key", "") for one in [*listed.get("Versions", []), *listed.get("DeleteMarkers", [])]}

    @property
    def items(self) -> set[str]:
        found = self.place.aws.tables.scan(TableName=self.place.outputs["JobTableName"])
        return {str(item["job_id"].get("S")) for item in found["Items"]}


def make_deployed(emulated: Aws) -> Deployed:
    """A bucket with versions and a table, both empty."""
    name = f"forgetting-{next(_numbers)}"
    emulated.s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    emulated.s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    keys = {"job_id": "HASH", "generation": "RANGE"}
    emulated.tables.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in keys.items()],  # type: ignore[typeddict-item] - one of the two
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
    )
    outputs = {"JobTableName": name, "VideoBucketName": name, "ResultBucketName": name}
    return Deployed(Place("a stack", outputs, emulated))
