"""The Messages API on loopback: its wire, the requests it refuses, and a summary picked from the transcript."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import cast

from local.standins import program
from local.standins.claude_contract import VERSIONS, first_problem
from local.standins.claude_errors import error_reply
from local.standins.claude_message import compose
from local.standins.extraction import transcript_of
from local.standins.server import StandIn
from local.standins.wire import JsonObject, Reply, Request, json_reply

PATH = "/v1/messages"
_KEY_HEADERS = frozenset({"authorization", "x-api-key"})
MOST_BYTES = 32 * 1024 * 1024
MODELS = ("claude-haiku-5-5", "claude-sonnet-5-5", "claude-opus-5-5")


@dataclass(frozen=True)
class ClaudeCall:
    """One request, refused or not.

    Attributes:
        headers: By lower-case name, the key's value left out.
        body: The parsed JSON; empty when it was none.
    """

    headers: Mapping[str, str]
    body: JsonObject

    @property
    def model(self) -> str | None:
        """The model asked for."""
        return self.body.get("model")

    @property
    def max_tokens(self) -> int | None:
        """The allowance asked for."""
        return self.body.get("max_tokens")


class ClaudeStandIn(StandIn):
    """`POST /v1/messages` of Anthropic's API, version 2026-10-21.

    Beyond the API's own rules it wants what this project promises: the transcript in a tool result, as JSON with
    numbered segments. Tokens are counted as a quarter of the UTF-8 bytes; an answer longer than `max_tokens` is cut, as
    by the API.

    Args:
        key: The API key it takes.
        models: The models that are alive; any other is a 404.
        host: Address to bind.
        port: 0 takes a free one.

    Attributes:
        calls: Every request, in the order they were read.
    """

    def __init__(
        self,
        *,
        key: str = "local-claude-key",
        models: tuple[str, ...] = MODELS,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        super().__init__(host, port)
        self.calls: list[ClaudeCall] = []
        self._key = key
        self._models = models
        self._numbers = count(1)

    @property
    def messages_url(self) -> str:
        """What `CLAUDE_API_URL` is set to."""
        return self.url + PATH

    def examine(self, request: Request) -> Reply | None:
        """Path, key, version, then the body."""
        headers = {name: "(a key)" if name in _KEY_HEADERS else value for name, value in request.headers.items()}
        body = _parsed(request.body)
        self.calls.append(ClaudeCall(headers, body or {}))
        return self._envelope(request) or self._content(body)

    def answer(self, request: Request) -> Reply:
        """A message whose text is the digest, in the asked schema if there is one."""
        body = cast("JsonObject", json.loads(request.body))
        message = {"id": f"msg_standin{next(self._numbers):06}", **compose(body, len(request.body))}
        return json_reply(200, message, {"request-id": self._request_id()})

    def error(self, status: int, code: str, message: str) -> Reply:
        """The API's error object; `code` is its type."""
        return error_reply(status, code, message, self._request_id())

    def _envelope(self, request: Request) -> Reply | None:
        if (request.method, request.path) != ("POST", PATH):
            return self.refuse(404, "not_found_error", "Not found")
        if len(request.body) > MOST_BYTES:
            return self.refuse(413, "request_too_large")
        key = request.headers.get("authorization", "")
        if not hmac.compare_digest(key.encode(), f"Bearer {self._key}".encode()):
            known = "invalid bearer token" if key.startswith("Bearer ") else "authorization header is required"
            return self.refuse(401, "authentication_error", known)
        if request.headers.get("anthropic-version") not in VERSIONS:
            return self.refuse(400, "invalid_request_error", "anthropic-version: header is required")
        if request.media_type() != "application/json":
            return self.refuse(400, "invalid_request_error", "content-type must be application/json")
        return None

    def _content(self, body: JsonObject | None) -> Reply | None:
        problem = "the body is no JSON object" if body is None else first_problem(body)
        if body is None or problem is not None:
            return self.refuse(400, "invalid_request_error", problem or "")
        if body["model"] not in self._models:
            return self.refuse(404, "not_found_error", f"model: {body['model']}")
        if not transcript_of(body):
            return self.refuse(400, "invalid_request_error", "stand-in: no numbered segments in a tool_result")
        return None

    def _request_id(self) -> str:
        return f"req_standin{next(self._numbers):06}"


def _parsed(body: bytes) -> JsonObject | None:
    try:
        value: object = json.loads(body)
    except ValueError:
        return None
    return cast("JsonObject", value) if isinstance(value, dict) else None


def main() -> None:
    """Run as a program."""
    parser = program.arguments("Claude stand-in")
    parser.add_argument("--key", default="local-claude-key")
    options = parser.parse_args()
    program.serve(ClaudeStandIn(key=options.key, host=options.host, port=options.port))


if __name__ == "__main__":
    main()
