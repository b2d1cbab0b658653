"""The connection one request came in on, as an answer or a fault may use it."""

import os
import socket
import struct
from http.server import BaseHTTPRequestHandler
from threading import Event
from typing import Protocol

from local.standins.wire import Reply


class Refuse(Protocol):
    """How a service words an error: its own JSON for a status and one of its codes."""

    def __call__(self, status: int, code: str, message: str) -> Reply:
        """An error reply; an empty `code` or `message` takes what the service sends with that status."""
        ...


class Line:
    """Sends a reply well or badly.

    Args:
        handler: The handler that read the request.
        refuse: The service's way to word an error.
        closing: Set when the stand-in stops, so that no wait outlives it.
    """

    def __init__(self, handler: BaseHTTPRequestHandler, refuse: Refuse, closing: Event) -> None:
        self.refuse = refuse
        self._handler = handler
        self._closing = closing

    def send(self, reply: Reply) -> None:
        """Send the whole reply at once."""
        self.send_head(reply)
        self.send_bytes(reply.body)

    def send_head(self, reply: Reply) -> None:
        """Send status and headers, announcing all of the body."""
        self.start_head(reply)
        self._handler.end_headers()
        self._handler.wfile.flush()

    def start_head(self, reply: Reply) -> None:
        """Prepare status and headers and leave the head open."""
        self._handler.send_response(reply.status)
        for name, value in reply.headers.items():
            self._handler.send_header(name, value)
        self._handler.send_header("content-length", str(len(reply.body)))

    def send_header_line(self, name: str, value: str) -> None:
        """Send what is prepared of the head and one more header, leaving the head open."""
        self._handler.send_header(name, value)
        self._handler.flush_headers()

    def end_head(self) -> None:
        """Close the head that `start_head` opened."""
        self._handler.end_headers()

    def send_bytes(self, data: bytes) -> None:
        """Send part of a body."""
        self._handler.wfile.write(data)
        self._handler.wfile.flush()

    def wait(self, seconds: float) -> bool:
        """Wait; False when the stand-in stopped meanwhile."""
        return not self._closing.wait(seconds)

    def hold(self) -> None:
        """Say nothing until the stand-in stops."""
        self._closing.wait()

    def close(self, *, reset: bool = False) -> None:
        """End the connection after what was sent, with a reset instead of an orderly end if asked."""
        self._handler.close_connection = True
        if reset:
            linger_zero = struct.pack("ii", 1, 0)
            self._handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_zero)
            os.close(self._handler.connection.detach())  # the server's own close would end it in order first
