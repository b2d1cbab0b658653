"""The ledger's table: one item a job generation, written only over the revision before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from worker.adapters.dynamodb.faults import DYNAMODB_ERRORS, explain, is_stale
from worker.adapters.retry import CallLimits, RetryPolicy
from worker.domain.care import Patience, due_at
from worker.domain.deadlines import Deadline
from worker.domain.ledger import Entry, EntryName, StaleEntryError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_ENTRY = TypeAdapter(Entry)
_LIMITS = CallLimits("LEDGER", at_least=0.0, at_most=10.0)
_PATIENCE = 12.0
"""Seconds for one call with all its retries."""

KEPT_SECONDS = 30 * 24 * 3600
"""An entry outlives every message of its job: 4 days in the queue and 14 in the dead-letter queue."""


DUE_INDEX = "due"
"""A sparse index: only an item with `unfinished` stands in it, in the order of `due` (seconds since 1970)."""

_UNFINISHED = "yes"


class DynamoLedger:
    """Implements `delivery_ports.Ledger`. `job_id` and `generation` are the keys, `entry` is the JSON of the rest."""

    def __init__(
        self, client: DynamoDBClient, table: str, retry: RetryPolicy, patience: Patience | None = None
    ) -> None:
        self._client = client
        self._table = table
        self._retry = retry
        self._patience = patience or Patience()

    def read(self, job_id: str) -> list[Entry]:
        """See `delivery_ports.Ledger.read`."""
        return self._retry.run(lambda: self._query(job_id), Deadline.after(_PATIENCE), _LIMITS)

    def _query(self, job_id: str) -> list[Entry]:
        try:
            pages = self._client.get_paginator("query").paginate(
                TableName=self._table,
                KeyConditionExpression="job_id = :job",
                ExpressionAttributeValues={":job": {"S": job_id}},
                ConsistentRead=True,
            )
            return [_ENTRY.validate_json(item["entry"]["S"]) for page in pages for item in page["Items"]]  # type: ignore[typeddict-item] - every item of ours has it
        except DYNAMODB_ERRORS as error:
            raise explain(error) from error

    def due(self, now: float, most: int) -> list[EntryName]:
        """See `delivery_ports.Ledger.due`."""
        return self._retry.run(lambda: self._query_due(now, most), Deadline.after(_PATIENCE), _LIMITS)

    def _query_due(self, now: float, most: int) -> list[EntryName]:
        try:
            answer = self._client.query(
                TableName=self._table,
                IndexName=DUE_INDEX,
                KeyConditionExpression="unfinished = :yes AND due <= :now",
                ExpressionAttributeValues={":yes": {"S": _UNFINISHED}, ":now": {"N": f"{now:.3f}"}},
                Limit=most,
            )
        except DYNAMODB_ERRORS as error:
            raise explain(error) from error
        return [EntryName(item["job_id"]["S"], item["generation"]["S"]) for item in answer["Items"]]  # type: ignore[typeddict-item] - its keys

    def write(self, entry: Entry) -> None:
        """See `delivery_ports.Ledger.write`."""
        try:
            self._retry.run(lambda: self._put(entry), Deadline.after(_PATIENCE), _LIMITS)
        except StaleEntryError:
            # A write whose answer was lost has been made although its repeat is refused.
            if entry not in self.read(entry.job_id):
                raise

    def _put(self, entry: Entry) -> None:
        item = _item(entry, due_at(entry, self._patience))
        try:
            self._client.put_item(TableName=self._table, Item=item, **_condition(entry))
        except DYNAMODB_ERRORS as error:
            if is_stale(error):
                raise StaleEntryError from error
            raise explain(error) from error


def _item(entry: Entry, due: float | None) -> dict[str, Any]:
    item = {
        "job_id": {"S": entry.job_id},
        "generation": {"S": entry.generation},
        "revision": {"N": str(entry.revision)},
        "expires": {"N": str(round(entry.updated_at) + KEPT_SECONDS)},
        "entry": {"S": _ENTRY.dump_json(entry).decode()},
    }
    return item if due is None else item | {"unfinished": {"S": _UNFINISHED}, "due": {"N": f"{due:.3f}"}}


def _condition(entry: Entry) -> dict[str, Any]:
    if entry.revision == 1:
        return {"ConditionExpression": "attribute_not_exists(job_id)"}
    before = {":before": {"N": str(entry.revision - 1)}}
    return {"ConditionExpression": "revision = :before", "ExpressionAttributeValues": before}
