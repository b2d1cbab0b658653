"""Stands between the queue's event source mapping and the Lambda emulator, and makes the two understand each other.

The emulator crashes on two invocations at once, so they go one by one. It answers HTTP 200 also when the function
raised or ran out of time; the mapping would take that for success and delete the message, so those become HTTP 500.
"""

from __future__ import annotations

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Self

from local.invocation import Invocation, names, post

OPENING_SECONDS = 120
"""Emulated AWS, the template and two runtimes are up within 10 s of an idle machine's time."""

LONGEST_SECONDS = 900 + 30
"""Lambda's longest timeout, and what the emulator takes to tell of it."""


class Relay:
    """The one way into the function, as a context manager.

    Args:
        host: Address to listen on.
        opening_seconds: How long an event waits for a function that is not there yet.

    Attributes:
        url: Where to POST an event; bound from the start, while events wait until the function is there.
        seconds: How long an invocation may take.
        received: The events that came.
        invocations: Those that ended.
    """

    def __init__(self, host: str = "127.0.0.1", opening_seconds: float = OPENING_SECONDS) -> None:
        self._one_by_one = Lock()
        self._server = _Server((host, 0), self)
        self.url = f"http://{host}:{self._server.server_port}/"
        self._target = ""
        self._open = Event()
        self._opening_seconds = opening_seconds
        self.seconds: float = LONGEST_SECONDS
        self.received: list[bytes] = []
        self.invocations: list[Invocation] = []

    def open(self, target: str, seconds: float = LONGEST_SECONDS) -> None:
        """Let events in, now that the Lambda emulator answers at this URL.

        Args:
            target: Where to POST an event.
            seconds: How long an invocation may take.
        """
        self._target, self.seconds = target, seconds
        self._open.set()

    def invoke(self, event: bytes) -> Invocation:
        """Run the function once, when it is there and free; what does not come in time is a failed invocation."""
        self.received.append(event)
        if not self._open.wait(self._opening_seconds):
            return self._give_up(event, f"the function was not there within {self._opening_seconds:.0f} s")
        if not self._one_by_one.acquire(timeout=self.seconds):
            return self._give_up(event, f"the function was busy with another event for {self.seconds:.0f} s")
        try:
            invocation = post(self._target, event, self.seconds)
            self.invocations.append(invocation)
        finally:
            self._one_by_one.release()
        return invocation

    def has_received(self, name: str) -> bool:
        """Whether an event about this job or object came."""
        return any(names(event, name) for event in list(self.received))

    def find(self, name: str) -> Invocation | None:
        """The first invocation about this job or object that ended."""
        return next((one for one in list(self.invocations) if one.is_about(name)), None)

    def put_aside(self, name: str) -> None:
        """Forget the events and invocations about this job or object, so that those to come are found."""
        self.received = [event for event in self.received if not names(event, name)]
        self.invocations = [one for one in self.invocations if not one.is_about(name)]

    def _give_up(self, event: bytes, why: str) -> Invocation:
        invocation = Invocation(event, HTTPStatus.SERVICE_UNAVAILABLE, why.encode())
        self.invocations.append(invocation)
        return invocation

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(0.01,), name="relay", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


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
