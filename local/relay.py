"""Stands between the queue's event source mapping and the Lambda emulator, and makes the two understand each other.

The emulator crashes on two invocations at once, so they go one by one. It answers HTTP 200 also when the function raised
or ran out of time; the mapping would take that for success and delete the message, so those become HTTP 500 here.
"""

from __future__ import annotations

import http.client
import json
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, Self, cast
from urllib.parse import urlsplit


class Relay:
    """The one way into the function, as a context manager.

    Attributes:
        url: Where to POST an event; bound from the start.
        target: The Lambda emulator's URL, once there is one.
    """

    def __init__(self, host: str = "127.0.0.1") -> None:
        self._one_by_one = Lock()
        self._server = _Server((host, 0), self)
        self.url = f"http://{host}:{self._server.server_port}/"
        self.target = ""

    def invoke(self, event: bytes) -> tuple[int, bytes]:
        """Run the function once, when it is free.

        Returns:
            200 and the function's answer; any other status and the runtime's account of what went wrong.
        """
        address = urlsplit(self.target)
        with self._one_by_one:
            connection = http.client.HTTPConnection(address.hostname or "", address.port)
            try:
                connection.request("POST", address.path, event, {"content-type": "application/json"})
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException) as problem:
                return HTTPStatus.BAD_GATEWAY, f"the Lambda runtime hung up: {problem}".encode()
            finally:
                connection.close()
        return (HTTPStatus.INTERNAL_SERVER_ERROR if is_failure(body) else answer.status), body

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(0.05,), name="relay", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def is_failure(body: bytes) -> bool:
    """Whether an answer of HTTP status 200 tells of an exception, or (plain text) of a timeout."""
    try:
        answer: object = json.loads(body)
    except ValueError:
        return True
    return isinstance(answer, dict) and "errorType" in cast("dict[str, Any]", answer)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], relay: Relay) -> None:
        self.relay = relay
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        """Pass an event on and its answer back."""
        event = self.rfile.read(int(self.headers.get("content-length", "0")))
        status, body = self.server.relay.invoke(event)
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server gave it
        """Say nothing; the function logs."""
