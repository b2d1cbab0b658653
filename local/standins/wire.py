"""What one HTTP exchange carries: a request as it was read, a reply as it will be sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

# A JSON object of which only the names looked at are known; everything read from it is checked before use.
JsonObject = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """A request read to its end.

    Attributes:
        method: As sent, `POST`.
        path: Still percent-encoded, without the query.
        query: What followed the question mark, or nothing.
        headers: By lower-case name.
        body: All of it.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    def parameter(self, name: str) -> str | None:
        """The first value of a query parameter; an empty one is `""`, an absent one None."""
        return parse_qs(self.query, keep_blank_values=True).get(name, [None])[0]

    def media_type(self) -> str:
        """The content type in lower case without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True)
class Reply:
    """A reply; its Content-Length is added when it is sent."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def json_reply(status: int, value: object, headers: Mapping[str, str] | None = None) -> Reply:
    """A reply whose body is `value` as UTF-8 JSON."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Reply(status, body, {"content-type": "application/json;charset=UTF-8", **(headers or {})})
