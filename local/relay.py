"""Stands between the queue's event source mapping and the Lambda emulator, and makes the two understand each other.

The emulator crashes on two invocations at once, so they go one by one. It answers HTTP 200 also when the function
raised or ran out of time; the mapping would take that for success and delete the message, so those become HTTP 500.
"""

from __future__ import annotations

import http.client
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Self
from urllib.parse import urlsplit

from local.invocation import Invocation, tells_of_failure


class Relay:
    """The one way into the function, as a context manager.

    Attributes:
        url: Where to POST an event; bound from the start, while events wait until the function is there.
        invocations: Those that ended.
    """

    def __init__(self, host: str = "127.0.0.1") -> None:
        self._one_by_one = Lock()
        self._server = _Server((host, 0), self)
        self.url = f"http://{host}:{self._server.server_port}/"
        self._target = ""
        self._open = Event()
        self.invocations: list[Invocation] = []

    def open(self, target: str) -> None:
        """Let events in, now that the Lambda emulator answers at this URL."""
        self._target = target
        self._open.set()

    def invoke(self, event: bytes) -> Invocation:
        """Run the function once, when it is there and free."""
        self._open.wait()
        with self._one_by_one:
            invocation = _post(self._target, event)
            self.invocations.append(invocation)
        return invocation

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(0.01,), name="relay", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _post(url: str, event: bytes) -> Invocation:
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port)
    try:
        connection.request("POST", address.path, event, {"content-type": "application/json"})
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException) as problem:
        return Invocation(event, HTTPStatus.BAD_GATEWAY, f"the Lambda runtime hung up: {problem}".encode())
    finally:
        connection.close()
    status = HTTPStatus.INTERNAL_SERVER_ERROR if tells_of_failure(body) else answer.status
    return Invocation(event, status, body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], relay: Relay) -> None:
        self.relay = relay
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride] - only _Server makes handlers of this class

    def do_POST(self) -> None:
        """Pass an event on and its answer back."""
        event = self.rfile.read(int(self.headers.get("content-length", "0")))
        invocation = self.server.relay.invoke(event)
        self.send_response(invocation.status)
        self.send_header("content-length", str(len(invocation.body)))
        self.end_headers()
        self.wfile.write(invocation.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server gave it
        """Say nothing; the function logs."""
