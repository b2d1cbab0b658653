"""The ledger's table: one item per job generation and per place, and one per day for what its calls cost.

A write of a job or a place replaces only the previous revision.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter

from worker.adapters.calls.retry import CallLimits, RetryPolicy
from worker.adapters.dynamodb.faults import faults_explained
from worker.delivery.ledger.due import DeathLimits, due_at
from worker.delivery.ledger.entry import Entry, EntryName, StaleEntryError
from worker.delivery.ledger.precedence import Newest
from worker.jobs.deadline import Deadline

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mypy_boto3_dynamodb import DynamoDBClient

T = TypeVar("T")

_ENTRY = TypeAdapter(Entry)
_NEWEST = TypeAdapter(Newest)
_LIMITS = CallLimits("LEDGER", at_least=0.0, at_most=10.0)
_CALL_SECONDS = 12.0
"""Seconds for one call with all its retries."""

KEPT_SECONDS = 30 * 24 * 3600
"""An entry outlives every message of its job: 4 days in the queue and 14 in the dead-letter queue."""

DUE_INDEX = "due"
"""A sparse index: it holds only items with `unfinished`, in the order of `due` (seconds since 1970)."""

_UNFINISHED = "yes"


class DynamoLedger:
    """Implements `delivery.ports.Ledger`. `job_id` and `generation` are the keys, `entry` is all of it as JSON."""

    def __init__(
        self, client: DynamoDBClient, table: str, retry: RetryPolicy, limits: DeathLimits | None = None
    ) -> None:
        self._client, self._table, self._retry = client, table, retry
        self._death_limits = limits or DeathLimits()

    def find(self, name: EntryName) -> Entry | None:
        found = self._get(name)
        return None if found is None else _ENTRY.validate_json(found)

    def newest(self, place: str) -> Newest | None:
        found = self._get(_name_place(place))
        return None if found is None else _NEWEST.validate_json(found)

    def _get(self, name: EntryName) -> str | None:
        """Read the `entry` of an item; None without an item."""
        key = _key(name)
        answer = self._ask(lambda: self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True))
        item = answer.get("Item")
        return item["entry"]["S"] if item else None  # type: ignore[typeddict-item] - every item of ours has it

    def read(self, job_id: str) -> list[Entry]:
        """Read every generation of a job, for people. Jobs do not use this, because it grows with every upload.

        Raises:
            JobError: UNKNOWN_ERROR, the ledger cannot be read.
        """
        return self._ask(lambda: self._query(job_id))

    def _query(self, job_id: str) -> list[Entry]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="job_id = :job",
            ExpressionAttributeValues={":job": {"S": job_id}},
            ConsistentRead=True,
        )
        return [_ENTRY.validate_json(item["entry"]["S"]) for page in pages for item in page["Items"]]  # type: ignore[typeddict-item] - every item of ours has it

    def due(self, now: float, most: int) -> list[EntryName]:
        return self._query_due("<=", now, most)

    def waiting(self, now: float, most: int) -> list[EntryName]:
        """A job that waits is due later than one that runs or was given back; outcomes to send much later are, too."""
        return self._query_due(">", now + self._death_limits.silence, most)

    def _query_due(self, than: str, moment: float, most: int) -> list[EntryName]:
        answer = self._ask(
            lambda: self._client.query(
                TableName=self._table,
                IndexName=DUE_INDEX,
                KeyConditionExpression=f"unfinished = :yes AND due {than} :moment",
                ExpressionAttributeValues={":yes": {"S": _UNFINISHED}, ":moment": {"N": f"{moment:.3f}"}},
                Limit=most,
            )
        )
        return [EntryName(item["job_id"]["S"], item["generation"]["S"]) for item in answer["Items"]]  # type: ignore[typeddict-item] - its keys

    def write(self, entry: Entry) -> None:
        name, due = EntryName.of(entry), due_at(entry, self._death_limits)
        item = _item(name, entry.revision, entry.updated_at, _ENTRY.dump_json(entry, by_alias=True))
        if due is not None:
            item |= {"unfinished": {"S": _UNFINISHED}, "due": {"N": f"{due:.3f}"}}
        self._store(item, entry.revision, lambda: self.find(name) == entry)

    def write_newest(self, newest: Newest) -> None:
        place = newest.rank.place
        item = _item(_name_place(place), newest.revision, newest.written_at, _NEWEST.dump_json(newest))
        self._store(item, newest.revision, lambda: self.newest(place) == newest)

    def _store(self, item: dict[str, Any], revision: int, is_stored: Callable[[], bool]) -> None:
        try:
            self._ask(lambda: self._client.put_item(TableName=self._table, Item=item, **_condition(revision)))
        except StaleEntryError:
            # If the answer of a write was lost, its retry is refused although the write was made.
            if not is_stored():
                raise

    def add_cost(self, day: str, krw: float, lid: float | None = None) -> float | None:
        if lid is not None and krw > lid:
            return None
        condition: dict[str, Any] = {}
        values = {":krw": {"N": f"{krw:.4f}"}, ":expires": {"N": str(_end_of(day))}}
        if lid is not None:
            condition = {"ConditionExpression": "attribute_not_exists(krw) OR krw <= :room"}
            values[":room"] = {"N": f"{lid - krw:.4f}"}
        try:
            answer = self._ask(
                lambda: self._client.update_item(
                    TableName=self._table,
                    Key=_key(_name_day(day)),
                    UpdateExpression="ADD krw :krw SET expires = :expires",
                    ExpressionAttributeValues=values,
                    ReturnValues="UPDATED_NEW",
                    **condition,
                )
            )
        except StaleEntryError:
            return None
        return _read_cost(answer.get("Attributes"))

    def cost_of(self, day: str) -> float:
        key = _key(_name_day(day))
        answer = self._ask(lambda: self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True))
        return _read_cost(answer.get("Item"))

    def _ask(self, call: Callable[[], T]) -> T:
        return self._retry.run(faults_explained()(call), Deadline.after(_CALL_SECONDS), _LIMITS)


def _name_place(place: str) -> EntryName:
    """Name the item of a place. No job has the same, because a job id has no slash."""
    return EntryName(f"newest/{place}", "newest")


def _name_day(day: str) -> EntryName:
    """Name the item of a day, with a slash as that of a place."""
    return EntryName(f"cost/{day}", "cost")


def _end_of(day: str) -> int:
    return round(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) + KEPT_SECONDS


def _read_cost(item: Mapping[str, Any] | None) -> float:
    return float(item["krw"]["N"]) if item else 0.0


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
