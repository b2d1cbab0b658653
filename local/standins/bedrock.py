"""Bedrock's InvokeModel on loopback: signature, path and body as AWS demands them, and Claude's stand-in's answers."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import cast
from urllib.parse import unquote

from local.standins import program
from local.standins.bedrock_contract import find_problem, read_model
from local.standins.bedrock_errors import error_reply
from local.standins.claude_message import compose
from local.standins.server import StandIn
from local.standins.sigv4 import Credentials, find_forgery
from local.standins.wire import JsonObject, Reply, Request, json_reply

MODELS = ("claude-haiku-5-5", "claude-sonnet-5-5", "claude-opus-5-5")
LOCAL = Credentials("AKIALOCAL", "local-secret")


@dataclass(frozen=True)
class BedrockCall:
    """One request, refused or not: the id in its path as it was sent, and its body, empty when it was no JSON."""

    model_id: str
    body: JsonObject


class BedrockStandIn(StandIn):
    """`POST /model/{id}/invoke` of bedrock-runtime.

    Args:
        credentials: Whose signature it takes.
        region: The Region that it is in.
        clock: Seconds since 1970.
        host: Address to bind.
        port: 0 takes a free one.

    Attributes:
        calls: Every request, in the order they were read.
    """

    def __init__(
        self,
        *,
        credentials: Credentials = LOCAL,
        region: str = "ap-northeast-2",
        clock: Callable[[], float] = time.time,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        super().__init__(host, port)
        self.calls: list[BedrockCall] = []
        self._credentials = credentials
        self._region = region
        self._clock = clock
        self._numbers = count(1)

    def examine(self, request: Request) -> Reply | None:
        """Path, signature, model, then the body."""
        body = _parse(request.body)
        model_id = _read_id(request.path)
        self.calls.append(BedrockCall(model_id, body or {}))
        if request.method != "POST" or not model_id:
            return self.refuse(404, "UnknownOperationException", "no such operation")
        forgery = find_forgery(request, self._credentials, self._region, self._clock())
        if forgery is not None:
            return self.refuse(403, forgery.kind, forgery.message)
        return self._examine_model(unquote(model_id)) or self._examine_body(body)

    def _examine_model(self, model_id: str) -> Reply | None:
        name, has_profile = read_model(model_id)
        if name is None:
            return self.refuse(400, "ValidationException", "The provided model identifier is invalid.")
        if name not in MODELS:
            return self.refuse(404, "ResourceNotFoundException", "This model version has reached the end of its life.")
        if not has_profile:
            return self.refuse(
                400,
                "ValidationException",
                f"Invocation of model ID {model_id} with on-demand throughput isn't supported. Retry your request "
                "with the ID or ARN of an inference profile that contains this model.",
            )
        return None

    def _examine_body(self, body: JsonObject | None) -> Reply | None:
        problem = "Malformed input request" if body is None else find_problem(body)
        return self.refuse(400, "ValidationException", problem) if problem else None

    def answer(self, request: Request) -> Reply:
        """A message whose text is the digest, in the asked schema if there is one."""
        name, _ = read_model(unquote(_read_id(request.path)))
        body: JsonObject = {**json.loads(request.body), "model": name}
        message = {"id": f"msg_bdrk_standin{next(self._numbers):06}", **compose(body, len(request.body))}
        return json_reply(200, message, {"x-amzn-requestid": self._request_id()})

    def error(self, status: int, code: str, message: str) -> Reply:
        """An error as AWS words it; `code` is its type."""
        return error_reply(status, code, message, self._request_id())

    def _request_id(self) -> str:
        return f"00000000-0000-4000-8000-{next(self._numbers):012}"


def _read_id(path: str) -> str:
    """The model's id, still encoded; empty for another path."""
    parts = path.split("/")
    return parts[2] if len(parts) == 4 and (parts[1], parts[3]) == ("model", "invoke") else ""  # noqa: PLR2004


def _parse(body: bytes) -> JsonObject | None:
    try:
        value: object = json.loads(body)
    except ValueError:
        return None
    return cast("JsonObject", value) if isinstance(value, dict) else None


def main() -> None:
    """Run as a program."""
    options = program.arguments("Bedrock stand-in").parse_args()
    program.serve(BedrockStandIn(host=options.host, port=options.port))


if __name__ == "__main__":
    main()
