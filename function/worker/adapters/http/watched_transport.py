"""A `requests` transport for exchanges under a `socket_watch`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool

from worker.adapters.http.final_response import FinalResponse
from worker.adapters.http.socket_watch import WATCH

if TYPE_CHECKING:
    import socket

    from urllib3.connectionpool import ConnectionPool


class WatchedAdapter(HTTPAdapter):
    """A `requests` transport that reports its connections to the current watch."""

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> ConnectionPool:  # noqa: ANN401 - passed on
        """The parent's pool, making connections that report to the watch."""
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        if isinstance(pool, HTTPConnectionPool):
            # The cast, because urllib3's own connection classes do not match the protocol it declares here.
            pool.ConnectionCls = cast("Any", _WatchedHttps if pool.scheme == "https" else _WatchedHttp)
        return pool


class _WatchedHttp(HTTPConnection):
    response_class = FinalResponse

    def _new_conn(self) -> socket.socket:
        return WATCH.get().open(self, "http", super()._new_conn)

    def connect(self) -> None:
        """Connect, TLS included; the request follows."""
        super().connect()
        WATCH.get().ready = True


class _WatchedHttps(HTTPSConnection):
    response_class = FinalResponse

    def _new_conn(self) -> socket.socket:
        return WATCH.get().open(self, "https", super()._new_conn)

    def connect(self) -> None:
        """Connect, TLS included; the request follows."""
        super().connect()
        WATCH.get().ready = True
