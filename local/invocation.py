"""One run of the function, and how the Lambda emulator tells of it."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import unquote_plus, urlsplit


@dataclass(frozen=True)
class Invocation:
    """How one run of the function went.

    Attributes:
        event: What it was given.
        status: 200, or what tells the mapping of a failure.
        body: The function's answer, or the runtime's account of what went wrong.
    """

    event: bytes
    status: int
    body: bytes

    @property
    def failed(self) -> bool:
        """Whether it raised, ran out of time or died."""
        return self.status != HTTPStatus.OK

    def is_about(self, name: str) -> bool:
        """Whether it was for this job: a bucket's test message, for one, is not."""
        return names(self.event, name)

    @property
    def given_back(self) -> list[str]:
        """Ids of the messages that SQS is to keep."""
        answer: object = None if self.failed else json.loads(self.body)
        if not isinstance(answer, dict):
            return []
        failures = cast("dict[str, Any]", answer).get("batchItemFailures", [])
        return [failure["itemIdentifier"] for failure in failures]


def names(event: bytes, name: str) -> bool:
    """Whether an event names a job by its id, or an object by its key, which S3 writes percent-encoded."""
    text = event.decode()
    return name in text or name in unquote_plus(text)


def post(url: str, event: bytes, seconds: float) -> Invocation:
    """Run the function once.

    Args:
        url: Where the Lambda emulator takes an event.
        event: For the function.
        seconds: How long to wait for the answer.
    """
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=seconds)
    try:
        connection.request("POST", address.path, event, {"content-type": "application/json"})
        answer = connection.getresponse()
        body = answer.read()
    except TimeoutError:
        why = f"the Lambda runtime gave no answer within {seconds:.0f} s"
        return Invocation(event, HTTPStatus.GATEWAY_TIMEOUT, why.encode())
    except (OSError, http.client.HTTPException) as problem:
        return Invocation(event, HTTPStatus.BAD_GATEWAY, f"the Lambda runtime hung up: {problem}".encode())
    finally:
        connection.close()
    status = HTTPStatus.INTERNAL_SERVER_ERROR if tells_of_failure(body) else answer.status
    return Invocation(event, status, body)


def tells_of_failure(body: bytes) -> bool:
    """Whether an answer of HTTP status 200 tells of an exception, or (plain text) of a timeout."""
    try:
        answer: object = json.loads(body)
    except ValueError:
        return True
    return isinstance(answer, dict) and "errorType" in answer
