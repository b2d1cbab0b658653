"""The ledger's table: an item a job generation and one a place, each written only over the revision before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from worker.adapters.calls.retry import CallLimits, RetryPolicy
from worker.adapters.dynamodb.faults import DYNAMODB_ERRORS, explain, is_stale
from worker.delivery.ledger.due import Patience, due_at
from worker.delivery.ledger.entry import Entry, EntryName, StaleEntryError
from worker.delivery.ledger.precedence import Newest
from worker.jobs.deadline import Deadline

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_dynamodb import DynamoDBClient

_ENTRY = TypeAdapter(Entry)
_NEWEST = TypeAdapter(Newest)
_LIMITS = CallLimits("LEDGER", at_least=0.0, at_most=10.0)
_PATIENCE = 12.0
"""Seconds for one call with all its retries."""

KEPT_SECONDS = 30 * 24 * 3600
"""An entry outlives every message of its job: 4 days in the queue and 14 in the dead-letter queue."""


DUE_INDEX = "due"
"""A sparse index: only an item with `unfinished` stands in it, in the order of `due` (seconds since 1970)."""

_UNFINISHED = "yes"


class DynamoLedger:
    """Implements `delivery.ports.Ledger`. `job_id` and `generation` are the keys, `entry` is the JSON of the rest."""

    def __init__(
        self, client: DynamoDBClient, table: str, retry: RetryPolicy, patience: Patience | None = None
    ) -> None:
        self._client = client
        self._table = table
        self._retry = retry
        self._patience = patience or Patience()

    def find(self, name: EntryName) -> Entry | None:
        found = self._get(name)
        return None if found is None else _ENTRY.validate_json(found)

    def newest(self, place: str) -> Newest | None:
        found = self._get(_name_place(place))
        return None if found is None else _NEWEST.validate_json(found)

    def _get(self, name: EntryName) -> str | None:
        """What an item holds."""

        def get() -> str | None:
            try:
                item = self._client.get_item(TableName=self._table, Key=_key(name), ConsistentRead=True).get("Item")
            except DYNAMODB_ERRORS as error:
                raise explain(error) from error
            return item["entry"]["S"] if item else None  # type: ignore[typeddict-item] - every item of ours has it

        return self._retry.run(get, Deadline.after(_PATIENCE), _LIMITS)

    def read(self, job_id: str) -> list[Entry]:
        """Every generation of a job, for people: no job asks for this, which grows with every upload.

        Raises:
            UnknownError: the ledger cannot be read.
        """
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
        name, due = EntryName(entry.job_id, entry.generation), due_at(entry, self._patience)
        item = _item(name, entry.revision, entry.updated_at, _ENTRY.dump_json(entry))
        if due is not None:
            item |= {"unfinished": {"S": _UNFINISHED}, "due": {"N": f"{due:.3f}"}}
        self._store(item, entry.revision, lambda: self.find(name) == entry)

    def supersede(self, newest: Newest) -> None:
        place = newest.rank.place
        item = _item(_name_place(place), newest.revision, newest.written_at, _NEWEST.dump_json(newest))
        self._store(item, newest.revision, lambda: self.newest(place) == newest)

    def _store(self, item: dict[str, Any], revision: int, is_stored: Callable[[], bool]) -> None:
        try:
            self._retry.run(lambda: self._put(item, _condition(revision)), Deadline.after(_PATIENCE), _LIMITS)
        except StaleEntryError:
            # A write whose answer was lost has been made although its repeat is refused.
            if not is_stored():
                raise

    def _put(self, item: dict[str, Any], condition: dict[str, Any]) -> None:
        try:
            self._client.put_item(TableName=self._table, Item=item, **condition)
        except DYNAMODB_ERRORS as error:
            if is_stale(error):
                raise StaleEntryError from error
            raise explain(error) from error


def _name_place(place: str) -> EntryName:
    """The item of a place, which no job's can be: the id of a job has no slash."""
    return EntryName(f"newest/{place}", "newest")


def _key(name: EntryName) -> dict[str, Any]:
    return {"job_id": {"S": name.job_id}, "generation": {"S": name.generation}}


def _item(name: EntryName, revision: int, written_at: float, body: bytes) -> dict[str, Any]:
    return {
        **_key(name),
        "revision": {"N": str(revision)},
        "expires": {"N": str(round(written_at) + KEPT_SECONDS)},
        "entry": {"S": body.decode()},
    }


def _condition(revision: int) -> dict[str, Any]:
    if revision == 1:
        return {"ConditionExpression": "attribute_not_exists(job_id)"}
    before = {":before": {"N": str(revision - 1)}}
    return {"ConditionExpression": "revision = :before", "ExpressionAttributeValues": before}
