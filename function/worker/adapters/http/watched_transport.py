"""A `requests` transport for exchanges under a `socket_watch`."""

from __future__ import annotations

from http import HTTPStatus
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import TYPE_CHECKING, Any, cast

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool

from worker.adapters.http.socket_watch import WATCH

if TYPE_CHECKING:
    import socket

    from urllib3.connectionpool import ConnectionPool

_MOST_INTERIM = 100
"""Like `http.client`'s limit on headers. The total time of an exchange limits slow answers."""


class WatchedAdapter(HTTPAdapter):
    """A `requests` transport that reports its connections to the current watch."""

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> ConnectionPool:  # noqa: ANN401 - passed on
        """The parent's pool, making connections that report to the watch."""
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        if isinstance(pool, HTTPConnectionPool):
            # The cast, because urllib3's own connection classes do not match the protocol it declares here.
            pool.ConnectionCls = cast("Any", _WatchedHttps if pool.scheme == "https" else _WatchedHttp)
        return pool


class _FinalResponse(HTTPResponse):
    """An answer that skips interim ones (RFC 9110, 15.2): `http.client` skips only a 100, not a 103.

    A 101 is final: another protocol follows it, and we asked for none.
    """

    def begin(self) -> None:
        """Read status and headers.

        Raises:
            HTTPException: too many interim answers.
        """
        for _ in range(_MOST_INTERIM):
            super().begin()
            if self.status >= HTTPStatus.OK or self.status == HTTPStatus.SWITCHING_PROTOCOLS:
                return
            # `begin` reads nothing while headers are set.
            self.headers = cast("HTTPMessage", None)
        raise HTTPException("interim answers do not end")


class _WatchedHttp(HTTPConnection):
    response_class = _FinalResponse
    watched_scheme = "http"

    def _new_conn(self) -> socket.socket:
        return WATCH.get().open(self, self.watched_scheme, super()._new_conn)

    def connect(self) -> None:
        """Connect, TLS included; the request follows."""
        super().connect()
        WATCH.get().ready = True


class _WatchedHttps(_WatchedHttp, HTTPSConnection):
    watched_scheme = "https"
