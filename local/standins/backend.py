"""The backend on loopback: takes `POST /internal/jobs/{job_id}/complete` and is strict about it."""

import hmac
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import unquote

from jsonschema import ValidationError, validate

from local.standins import program
from local.standins.server import StandIn
from local.standins.signature import webhook_problem
from local.standins.wire import JsonObject, Reply, Request, json_reply

_PATH = re.compile(r"/internal/jobs/([^/?#]+)/complete")
_SCHEMA = Path(__file__).parents[2] / "schemas/callback.schema.json"
_REASONS = {400: "bad request", 401: "unauthorized", 404: "not found", 409: "conflict", 410: "gone", 415: "not JSON"}


@dataclass(frozen=True)
class Callback:
    """One callback that kept the contract, whether or not it was accepted afterwards.

    Attributes:
        job_id: Percent-decoded.
        path: As sent.
        headers: By lower-case name, the token left out.
        body: The parsed JSON.
    """

    job_id: str
    path: str
    headers: Mapping[str, str]
    body: JsonObject

    @property
    def webhook_id(self) -> str:
        """The same over all retries of one outcome."""
        return self.headers["webhook-id"]


class BackendStandIn(StandIn):
    """The one endpoint a job reports to.

    Args:
        token: What `X-Internal-Token` must be.
        secret: The Standard Webhooks secret (`whsec_...`) to check signatures with; None takes unsigned callbacks.
        show: Given a line for each callback that arrives, for a person to read.
        host: Address to bind.
        port: 0 takes a free one.

    Attributes:
        name: For the person at the terminal.
        calls: Every callback that kept the contract, in the order they came.
        accepted: Those of them that were carried out: answered, or lost on the way back.
        keeps_first: Whether a job's first status is its last, as in the specification's sample of a backend; what comes
            later is accepted and changes nothing. Otherwise the last status stands.
        statuses: Of each job, what a user of the backend is shown. Forgetting a job here is its reset.
    """

    name = "a backend stand-in"

    def __init__(
        self,
        *,
        token: str = "local-token",  # noqa: S107 - a made-up token for loopback
        secret: str | None = None,
        show: Callable[[str], object] = lambda _line: None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        super().__init__(host, port)
        self.calls: list[Callback] = []
        self.accepted: list[Callback] = []
        self.keeps_first = False
        self.statuses: dict[str, str] = {}
        self._token, self._secret, self._show = token, secret, show
        self._body_rules: JsonObject = json.loads(_SCHEMA.read_text())

    def examine(self, request: Request) -> Reply | None:
        """Path, token, content type, webhook headers, then the body."""
        match = _PATH.fullmatch(request.path)
        if match is None or request.method != "POST":
            return self.refuse(404, "", "no such endpoint")
        if not hmac.compare_digest(request.headers.get("x-internal-token", "").encode(), self._token.encode()):
            return self.refuse(401, "", "X-Internal-Token is missing or wrong")
        if request.media_type() != "application/json":
            return self.refuse(415, "", "content-type is not application/json")
        problem = webhook_problem(request.headers, request.body, self._secret, time.time())
        problem = problem or self._body_problem(request.body)
        if problem is not None:
            return self.refuse(400, "", problem)
        self.calls.append(read_callback(request))
        return None

    def answer(self, request: Request) -> Reply:
        """Accept the outcome."""
        callback = read_callback(request)
        self.accepted.append(callback)
        if callback.job_id not in self.statuses or not self.keeps_first:
            self.statuses[callback.job_id] = str(callback.body["status"])
        self._show(show_callback(callback))
        return json_reply(200, {"status": "accepted"})

    def error(self, status: int, code: str, message: str) -> Reply:
        """A plain JSON error."""
        return json_reply(status, {"error": code or _REASONS.get(status, "error"), "message": message})

    def _body_problem(self, body: bytes) -> str | None:
        try:
            validate(json.loads(body), self._body_rules)
        except ValidationError as error:
            return f"{error.json_path}: {error.message[-200:]}"  # the front may be the whole body
        except ValueError:
            return "the body is not JSON"
        return None


def read_callback(request: Request) -> Callback:
    """The callback that a request to `/internal/jobs/{job_id}/complete` brings; its token is left out."""
    job_id = unquote(request.path.split("/")[3], errors="strict")
    headers = {name: value for name, value in request.headers.items() if name != "x-internal-token"}
    return Callback(job_id, request.path, headers, cast("JsonObject", json.loads(request.body)))


def show_callback(callback: Callback) -> str:
    """One line about it: path and body."""
    return f"{callback.path} {json.dumps(callback.body, ensure_ascii=False)}"


def main() -> None:
    """Run as a program that prints each callback."""
    parser = program.arguments("Backend stand-in")
    parser.add_argument("--token", default="local-token")
    parser.add_argument("--secret", help="whsec_..., to check signatures")
    options = parser.parse_args()
    program.serve(
        BackendStandIn(token=options.token, secret=options.secret, show=print, host=options.host, port=options.port)
    )


if __name__ == "__main__":
    main()
