"""A question put to a loopback server, and servers that answer it at once or drop by drop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.http.client import send
from worker.adapters.http.exchange import Answer, Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.adapters.listener import Connection

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
PATIENT = 30.0


def answering(data: bytes) -> Callable[[Connection], None]:
    def behave(connection: Connection) -> None:
        connection.read_request()
        connection.send(data)

    return behave


def ask(url: str, seconds: float = PATIENT, *, ca_bundle: str | None = None, most_bytes: int = 1024 * 1024) -> Answer:
    return send(Request(url, b"question", {"X-Key": "k"}, ca_bundle, most_bytes), seconds)


def drips_body(connection: Connection) -> None:
    connection.read_request()
    connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n")
    connection.drip(b"a", count=60)
