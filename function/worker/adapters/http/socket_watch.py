"""A total time limit for one HTTP exchange.

`requests` only limits each single read: a server that sends one byte per second never times out and never finishes.
Here a timer shuts down the socket itself, at any point of the exchange: TLS handshake, status line, headers or body.
The resolver limits name resolution, and `requests`' connect timeout limits the connection to each address.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from contextvars import ContextVar, Token
from threading import Lock, Timer
from typing import TYPE_CHECKING, Self

from worker.urls.origins import Origin

if TYPE_CHECKING:
    from collections.abc import Callable

    from urllib3.connection import HTTPConnection

    from worker.adapters.http.exchange import Connect


WATCH: ContextVar[SocketWatch] = ContextVar("socket_watch")
"""The watch of this thread's exchange: urllib3 builds its connections itself and passes nothing of ours to them."""


class SocketWatch:
    """Shuts down the sockets of one exchange after some seconds; a context manager.

    Args:
        seconds: counted from entering.
        connect: makes the connections instead of urllib3, which looks up any name and connects to any address.

    Attributes:
        expired: the time is over. Do not trust what was read: a socket that was shut down looks like the regular end of
            a body without a length.
        connected: a connection was made.
        ready: the TLS handshake, if any, is complete, so the request may have been carried out.
    """

    def __init__(self, seconds: float, connect: Connect | None = None) -> None:
        self.expired = False
        self.connected = False
        self.ready = False
        self._connect = connect
        self._sockets: list[socket.socket] = []
        self._lock = Lock()
        self._timer = Timer(seconds, self._expire)
        self._timer.daemon = True
        self._token: Token[SocketWatch] | None = None

    def __enter__(self) -> Self:
        self._token = WATCH.set(self)
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._token is not None:
            WATCH.reset(self._token)
        with self._lock:
            for watched in self._sockets:
                watched.close()
            self._sockets.clear()

    def open(self, connection: HTTPConnection, scheme: str, connect: Callable[[], socket.socket]) -> socket.socket:
        """Make and watch the socket of a connection; `connect` is how urllib3 makes it."""
        if self._connect is None:
            return self.add(connect())
        return self.add(self._connect(Origin(scheme, connection.host, connection.port), connection.timeout or 0.0))

    def add(self, connection: socket.socket) -> socket.socket:
        """Watch a connection through our own descriptor, because TLS takes over and detaches the original."""
        with self._lock:
            self.connected = True
            self._sockets.append(connection.dup())
            if self.expired:
                self._end()
        return connection

    def _expire(self) -> None:
        with self._lock:
            self.expired = True
            self._end()

    def _end(self) -> None:
        for watched in self._sockets:
            with suppress(OSError):
                watched.shutdown(socket.SHUT_RDWR)
