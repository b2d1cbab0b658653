"""One run of the function, and how the Lambda emulator tells of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast


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

    def is_about(self, job_id: str) -> bool:
        """Whether it was for this job: a bucket's test message, for one, is not."""
        return job_id.encode() in self.event

    @property
    def given_back(self) -> list[str]:
        """Ids of the messages that SQS is to keep."""
        answer: object = None if self.failed else json.loads(self.body)
        if not isinstance(answer, dict):
            return []
        failures = cast("dict[str, Any]", answer).get("batchItemFailures", [])
        return [failure["itemIdentifier"] for failure in failures]


def tells_of_failure(body: bytes) -> bool:
    """Whether an answer of HTTP status 200 tells of an exception, or (plain text) of a timeout."""
    try:
        answer: object = json.loads(body)
    except ValueError:
        return True
    return isinstance(answer, dict) and "errorType" in answer
