"""The ledger's table and the bucket in memory: items and bytes, as the real adapters read and write them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError
from botocore.response import StreamingBody

Happening = Callable[[], object]

Item = dict[str, dict[str, str]]
"""As DynamoDB has it: `{"job_id": {"S": "7"}, ...}`."""


def make_error(code: str, status: int) -> ClientError:
    answer: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "AnyCall")


@dataclass
class Table:
    """As much of DynamoDB's client as the ledger asks of it; a write fails with the errors due, one a write."""

    items: dict[tuple[str, str], Item] = field(default_factory=dict[tuple[str, str], Item])
    errors: list[ClientError] = field(default_factory=list[ClientError])

    def get_item(self, **asked: Any) -> dict[str, Any]:
        item = self.items.get(name_of(asked["Key"]))
        return {} if item is None else {"Item": item}

    def put_item(self, **asked: Any) -> dict[str, Any]:
        if self.errors:
            raise self.errors.pop(0)
        item: Item = asked["Item"]
        before = self.items.get(name_of(item))
        wanted = asked.get("ExpressionAttributeValues", {}).get(":before")
        if (before and before["revision"]) != wanted:
            raise make_error("ConditionalCheckFailedException", 400)
        self.items[name_of(item)] = item
        return {}

    def query(self, **asked: Any) -> dict[str, Any]:
        """What is due until a moment, or after it, longest due first."""
        moment = float(asked["ExpressionAttributeValues"][":moment"]["N"])
        later = asked["KeyConditionExpression"].endswith("> :moment")
        found = sorted((float(item["due"]["N"]), *name) for name, item in self.items.items() if "due" in item)
        found = [one for one in found if (one[0] > moment) is later]
        due = [{"job_id": {"S": job_id}, "generation": {"S": generation}} for _, job_id, generation in found]
        return {"Items": due[: asked["Limit"]]}


def name_of(item: Item) -> tuple[str, str]:
    return item["job_id"]["S"], item["generation"]["S"]


@dataclass(frozen=True)
class Stored:
    """An object."""

    body: bytes
    metadata: dict[str, str] = field(default_factory=dict[str, str])


@dataclass
class Bucket:
    """As much of S3's client as is asked of it; `written` are all keys that ever were.

    A write fails with the errors due, one a write. `before` is what happens, once, before a key is written.
    """

    objects: dict[str, Stored] = field(default_factory=dict[str, Stored])
    written: set[str] = field(default_factory=set[str])
    errors: list[ClientError] = field(default_factory=list[ClientError])
    before: dict[str, Happening] = field(default_factory=dict[str, "Happening"])

    def put_object(self, **asked: Any) -> dict[str, Any]:
        if self.errors:
            raise self.errors.pop(0)
        self.before.pop(asked["Key"], int)()
        self._check(asked)
        body = asked["Body"] if isinstance(asked["Body"], bytes) else asked["Body"].read()
        self.objects[asked["Key"]] = Stored(body, asked.get("Metadata", {}))
        self.written.add(asked["Key"])
        return {}

    def get_object(self, **asked: Any) -> dict[str, Any]:
        body = self._find(asked["Key"]).body
        return {"Body": StreamingBody(io.BytesIO(body), len(body))}

    def head_object(self, **asked: Any) -> dict[str, Any]:
        found = self._find(asked["Key"])
        etag = hashlib.md5(found.body, usedforsecurity=False).hexdigest()
        return {"ETag": f'"{etag}"', "ContentLength": len(found.body), "Metadata": found.metadata}

    def list_objects_v2(self, **asked: Any) -> dict[str, Any]:
        return {"Contents": [{"Key": key} for key in sorted(self.objects) if key.startswith(asked["Prefix"])]}

    def delete_objects(self, **asked: Any) -> dict[str, Any]:
        for one in asked["Delete"]["Objects"]:
            del self.objects[one["Key"]]
        return {}

    def _check(self, asked: dict[str, Any]) -> None:
        """The conditions of a write: that the key holds this object, or none."""
        found = self.head_object(**asked)["ETag"] if asked["Key"] in self.objects else None
        wanted = asked.get("IfMatch", found)
        if found != wanted or (found is not None and "IfNoneMatch" in asked):
            raise make_error("PreconditionFailed", 412)

    def _find(self, key: str) -> Stored:
        if key not in self.objects:
            raise make_error("NoSuchKey", 404)
        return self.objects[key]


@dataclass
class Stores:
    """All that workers of one deployment leave to those of the next, but for the messages in the queue."""

    table: Table = field(default_factory=Table)
    bucket: Bucket = field(default_factory=Bucket)
