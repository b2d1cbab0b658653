"""A total time limit for one HTTP exchange.

`requests` only bounds each single read: a server that drips a byte a second into its headers or its body is never late
and never done. Here a timer ends the socket itself, whatever the exchange is waiting for: TLS handshake, status line,
headers or body. Name resolution is bounded by the resolver and connecting by `requests`' connect timeout, an address.
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
"""Of the exchange this thread is in: urllib3 builds its connections itself and hands nothing of ours on to them."""


class SocketWatch:
    """Ends the sockets it was shown after some seconds; a context manager for one exchange.

    Args:
        seconds: from entering.
        connect: makes the connections in place of urllib3, which looks up any name and connects to any address.

    Attributes:
        expired: the time is over; what was read by then is not to be trusted, since an ended socket looks like the
            orderly end of a body without a length.
        connected: a connection came about.
        ready: TLS, where there is any, was agreed on over it, so the request may have been carried out.
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
        """Make and watch the socket of a connection; `connect` is urllib3's own way."""
        if self._connect is None:
            return self.add(connect())
        return self.add(self._connect(Origin(scheme, connection.host, connection.port), connection.timeout or 0.0))

    def add(self, connection: socket.socket) -> socket.socket:
        """Watch a connection through a descriptor of our own: TLS takes over and detaches the original."""
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
