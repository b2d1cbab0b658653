"""Reads requests off a connection, for a stand-in to answer."""

import socket
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from threading import Event
from typing import Any, Protocol

from local.standins.line import Line
from local.standins.wire import Reply, Request


class Attendant(Protocol):
    """What a handler needs of a stand-in."""

    closing: Event
    most_bytes_read: int

    def error(self, status: int, code: str, message: str) -> Reply:
        """An error in the service's own JSON."""
        ...

    def attend(self, line: Line, request: Request) -> None:
        """Answer one request."""

    def opened(self, connection: socket.socket) -> None:
        """A connection is being served."""

    def closed(self, connection: socket.socket) -> None:
        """Its thread is done with it."""


class Handler(BaseHTTPRequestHandler):
    """Reads one request whole and hands it to the stand-in."""

    protocol_version = "HTTP/1.1"

    def __init__(self, stand_in: Attendant, *connection: Any) -> None:  # noqa: ANN401 - what socketserver hands over
        self._stand_in = stand_in
        super().__init__(*connection)

    def handle(self) -> None:
        """Serve the connection; the client may leave at any time, that is its right."""
        self._stand_in.opened(self.connection)
        try:
            with suppress(ConnectionError):
                super().handle()
        finally:
            self._stand_in.closed(self.connection)

    def attend(self) -> None:
        """Any method: whether it is the right one is part of the contract."""
        line = Line(self, self._stand_in.error, self._stand_in.closing)
        length = int(self.headers.get("content-length", "0"))
        if length > self._stand_in.most_bytes_read or "transfer-encoding" in self.headers:
            line.send(Reply(413, b""))
            line.close()
            return
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._stand_in.attend(line, Request(self.command, path, query, headers, self.rfile.read(length)))

    do_DELETE = do_GET = do_PATCH = do_POST = do_PUT = attend  # noqa: N815 - the names http.server looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server gave it
        """Say nothing: the stand-ins record, they do not log."""
