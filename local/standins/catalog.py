"""The catalogue's API on loopback: takes `PUT .../v1/contents/{content_id}/upsert-internal` and is strict about it."""

import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from local.standins.server import StandIn
from local.standins.wire import JsonObject, Reply, Request, json_reply

_PATH = re.compile(r"/api/v1/contents/([1-9][0-9]*)/upsert-internal")
_TEXTS = {"title": 255, "description": 65_535, "age_rating": 10}
"""The fields of a body, and the most characters that the table `contents` takes of each."""


@dataclass(frozen=True)
class Upsert:
    """One call that kept the contract."""

    content_id: int
    path: str
    body: JsonObject


class CatalogStandIn(StandIn):
    """The one endpoint that the catalogue task calls.

    Args:
        token: What `X-Internal-Token` must be.
        keep: Given each content, to write it where others look for it.

    Attributes:
        calls: Every call that kept the contract, in the order they came.
        contents: What the catalogue holds by now, by number.
    """

    def __init__(
        self,
        *,
        token: str = "local-catalog-token",  # noqa: S107 - a made-up token for loopback
        keep: Callable[[int, JsonObject], object] = lambda _number, _body: None,
    ) -> None:
        super().__init__()
        self.calls: list[Upsert] = []
        self.contents: dict[int, JsonObject] = {}
        self._token, self._keep = token, keep

    @property
    def base_url(self) -> str:
        """For `CATALOG_API_BASE`."""
        return f"{self.url}/api"

    def examine(self, request: Request) -> Reply | None:
        """Method and path, token, content type, then the body."""
        match = _PATH.fullmatch(request.path)
        if match is None:
            return self.refuse(404, "", "no such endpoint")
        if request.method != "PUT":
            return self.refuse(405, "", "not a PUT")
        if not hmac.compare_digest(request.headers.get("x-internal-token", "").encode(), self._token.encode()):
            return self.refuse(401, "", "X-Internal-Token is missing or wrong")
        if request.media_type() != "application/json":
            return self.refuse(415, "", "content-type is not application/json")
        problem = _find_problem(request.body)
        if problem is not None:
            return self.refuse(422, "", problem)
        self.calls.append(_read_upsert(request))
        return None

    def answer(self, request: Request) -> Reply:
        """Write the content over the one of the same number."""
        call = _read_upsert(request)
        self.contents[call.content_id] = call.body
        self._keep(call.content_id, call.body)
        shown = {name: call.body[name] for name in ("title", "age_rating")}
        return json_reply(200, {"id": call.content_id, **shown})

    def error(self, status: int, code: str, message: str) -> Reply:
        """As FastAPI says it."""
        return json_reply(status, {"detail": message or code})


def _read_upsert(request: Request) -> Upsert:
    return Upsert(int(request.path.split("/")[4]), request.path, cast("JsonObject", json.loads(request.body)))


def _find_problem(body: bytes) -> str | None:
    try:
        fields = json.loads(body)
    except ValueError:
        return "the body is not JSON"
    if not isinstance(fields, dict) or set(cast("JsonObject", fields)) != set(_TEXTS):
        return "not the three fields"
    for name, most in _TEXTS.items():
        value = cast("JsonObject", fields)[name]
        if not isinstance(value, str) or not 0 < len(value) <= most:
            return f"{name} is no text of 1 to {most} characters"
    return None
