from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from local.checkup.claude import check_claude
from local.checkup.finding import State
from tests.local.findings import states

if TYPE_CHECKING:
    from collections.abc import Iterator


class Models(HTTPServer):
    """Answers `GET /v1/models/{model}` with one status."""

    status = 200
    asked = ""


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Models)
        self.server.asked = self.path
        body = json.dumps({"id": "m", "type": "model", "display_name": "M", "created_at": "2026-01-01T00:00:00Z"})
        self.send_response(self.server.status)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server gave it
        pass


@pytest.fixture
def models() -> Iterator[Models]:
    with Models(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.parametrize(
    ("status", "finding"),
    [
        (200, {"CLAUDE_MODEL": State.GOOD}),
        (404, {"CLAUDE_MODEL": State.BAD}),
        (401, {"CLAUDE_API_KEY": State.BAD}),
        (403, {"CLAUDE_API_KEY": State.BAD}),
        (500, {"CLAUDE_API_URL": State.BAD}),
    ],
)
def test_claude_is_asked_for_the_model_and_for_nothing_that_costs(
    status: int, finding: dict[str, State], models: Models
) -> None:
    models.status = status
    url = f"http://127.0.0.1:{models.server_port}/v1/messages"

    found = check_claude({"CLAUDE_API_URL": url, "CLAUDE_API_KEY": "key", "CLAUDE_MODEL": "claude-haiku-5-5"})

    assert (states(found), models.asked) == (finding, "/v1/models/claude-haiku-5-5")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CLAUDE_API_KEY", ""),
        ("CLAUDE_API_KEY", "pasted\ntwice"),
        ("CLAUDE_API_KEY", "비밀"),
        ("CLAUDE_API_URL", "https://a:port"),
    ],
)
def test_claude_is_not_asked_with_what_cannot_be_sent(name: str, value: str, models: Models) -> None:
    url = f"http://127.0.0.1:{models.server_port}/v1/messages"
    values = {"CLAUDE_API_URL": url, "CLAUDE_API_KEY": "key", "CLAUDE_MODEL": "claude-haiku-5-5"}

    assert states(check_claude(values | {name: value})) == {"CLAUDE_MODEL": State.NOTE}
    assert models.asked == ""


def test_at_bedrock_nothing_is_asked(models: Models) -> None:
    url = f"http://127.0.0.1:{models.server_port}"
    values = {"CLAUDE_API_KEY": "key", "CLAUDE_API_URL": url, "CLAUDE_MODEL": "claude-haiku-5-5"}

    found = check_claude(values | {"CLAUDE_PROVIDER": "bedrock"})

    assert states(found) == {"CLAUDE_MODEL": State.NOTE}
    assert models.asked == ""
