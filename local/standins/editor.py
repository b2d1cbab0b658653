"""The dubbing editor on loopback: takes `POST /api/editor/jobs/{job_id}/status` and is strict about it."""

import json
import re
import time
from typing import Any

from local.standins.server import StandIn
from local.standins.signature import webhook_problem
from local.standins.wire import Reply, Request, json_reply

_PATH = re.compile(r"/api/editor/jobs/[^/?#]+/status")


class EditorStandIn(StandIn):
    """Keeps what it is told.

    Attributes:
        told: The bodies, in order.
    """

    def __init__(self) -> None:
        super().__init__()
        self.told: list[dict[str, Any]] = []

    def examine(self, request: Request) -> Reply | None:
        """Path, no token, webhook headers, and the three fields of a body."""
        if request.method != "POST" or not _PATH.fullmatch(request.path):
            return self.refuse(404, "not found")
        if "x-internal-token" in request.headers:
            return self.refuse(400, "the token is for the backend alone")
        problem = webhook_problem(request.headers, request.body, None, time.time())
        if problem or set(json.loads(request.body)) != {"status", "metadata", "result_key"}:
            return self.refuse(400, problem or "a body has status, metadata and result_key")
        return None

    def answer(self, request: Request) -> Reply:
        """Take note."""
        self.told.append(json.loads(request.body))
        return json_reply(200, {"status": "accepted"})

    def error(self, status: int, code: str, message: str) -> Reply:
        """A plain JSON error."""
        return json_reply(status, {"error": code, "message": message})
