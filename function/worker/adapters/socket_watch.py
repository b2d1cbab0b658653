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
from typing import TYPE_CHECKING, Any, Self, cast

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool

if TYPE_CHECKING:
    from urllib3.connectionpool import ConnectionPool


_WATCH: ContextVar[SocketWatch] = ContextVar("socket_watch")
"""Of the exchange this thread is in: urllib3 builds its connections itself and hands nothing of ours on to them."""


class SocketWatch:
    """Ends the sockets it was shown after some seconds; a context manager for one exchange.

    Attributes:
        expired: the time is over; what was read by then is not to be trusted, since an ended socket looks like the
            orderly end of a body without a length.
        connected: a connection came about, so the request may have been carried out.
    """

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self.connected = False
        self._sockets: list[socket.socket] = []
        self._lock = Lock()
        self._timer = Timer(seconds, self._expire)
        self._timer.daemon = True
        self._token: Token[SocketWatch] | None = None

    def __enter__(self) -> Self:
        self._token = _WATCH.set(self)
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._token is not None:
            _WATCH.reset(self._token)
        with self._lock:
            for watched in self._sockets:
                watched.close()
            self._sockets.clear()

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


class WatchedAdapter(HTTPAdapter):
    """A `requests` transport whose connections are shown to the watch that is entered."""

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> ConnectionPool:  # noqa: ANN401 - passed on
        """The parent's pool, making connections that report to the watch."""
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        if isinstance(pool, HTTPConnectionPool):
            # The cast, because urllib3's own connection classes do not match the protocol it declares here.
            pool.ConnectionCls = cast("Any", _WatchedHttps if pool.scheme == "https" else _WatchedHttp)
        return pool


class _WatchedHttp(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _WATCH.get().add(super()._new_conn())


class _WatchedHttps(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _WATCH.get().add(super()._new_conn())
