"""One object on S3's wire, as far as a download and an upload see it, with faults that the emulator cannot show."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self

ETAG = '"0123456789abcdef0123456789abcdef"'


@dataclass
class S3StandIn:
    """Serves `body` under every key. Each line of `script` answers one request: a status, or a way to misbehave.

    Requests for keys outside the folder `about` are served, and neither noted nor part of the script.
    """

    body: bytes = b"video"
    about: str = "/"
    script: list[int | Callable[[Handler], None]] = field(default_factory=list["int | Callable[[Handler], None]"])
    asked: list[str] = field(default_factory=list[str])
    ranges: list[str] = field(default_factory=list[str])
    heeds_ranges: bool = True
    url: str = ""

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class Handler(BaseHTTPRequestHandler):
    """Answers by the script, then truthfully."""

    protocol_version = "HTTP/1.1"

    def __init__(self, stand_in: S3StandIn, *connection: Any) -> None:
        self.stand_in = stand_in
        super().__init__(*connection)

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", "0")))
        fault = None
        if self.stand_in.about in self.path:
            self.stand_in.asked.append(self.command)
            fault = self.stand_in.script.pop(0) if self.stand_in.script else None
        if isinstance(fault, int):
            self.refuse(fault)
        elif fault is not None:
            fault(self)
        else:
            self.serve()

    do_GET = do_HEAD = do_PUT = answer  # noqa: N815 - the names http.server looks for

    def serve(self, *, cut_after: int | None = None) -> None:
        body = b"" if self.command == "PUT" else self.stand_in.body
        wanted = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("range", ""))
        self.stand_in.ranges += [wanted[0]] if wanted else []
        if wanted and self.stand_in.heeds_ranges:
            part = body[int(wanted[1]) : int(wanted[2]) + 1]
            self.head(206, len(part), f"bytes {wanted[1]}-{wanted[2]}/{len(body)}")
        else:
            part = body
            self.head(200, len(part))
        if self.command != "HEAD":
            with suppress(ConnectionError):  # a client may have enough
                self.wfile.write(part if cut_after is None else part[:cut_after])
        if cut_after is not None:
            self.cut()

    def head(self, status: int, length: int, content_range: str | None = None) -> None:
        self.send_response(status)
        if content_range:
            self.send_header("Content-Range", content_range)
        self.send_header("ETag", ETAG)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def refuse(self, status: int) -> None:
        code = {403: "AccessDenied", 404: "NoSuchKey", 412: "PreconditionFailed", 503: "SlowDown"}.get(status, "Fault")
        body = f"<Error><Code>{code}</Code><Message>told by the test</Message></Error>".encode()
        self.head(status, len(body))
        if self.command != "HEAD":
            self.wfile.write(body)

    def cut(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server gave it
        pass


def cut_off(handler: Handler) -> None:
    """No answer at all."""
    handler.cut()


def break_off(handler: Handler) -> None:
    """Two bytes of the body, then the end of the connection."""
    handler.serve(cut_after=2)


def drip(handler: Handler) -> None:
    """A body that never seems to end: a byte every 50 ms for a minute."""
    handler.head(206, 1200, "bytes 0-1199/1200")
    for _ in range(1200):
        handler.wfile.write(b"x")
        time.sleep(0.05)
