"""S3 on loopback, as slow as the real one, in a process of its own: `... -m bench.jobs.bucket FOLDER RATE`.

All connections share `RATE` (bytes a second, 0 for any), and each answer waits `FIRST_BYTE` before its first byte. A
file of the folder is an object under `.../{anything}-{its name}`; what is stored is taken and forgotten. It prints its
port, and answers `GET /-/fetched` with the bytes sent.
"""

from __future__ import annotations

import hashlib
import re
import sys
import time
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

from bench.jobs.endless import Endless

RATE = 80_000_000.0
"""Bytes a second: what a function has of the network (600 Mbit/s)."""

FIRST_BYTE = 0.02
_PIECE = 256 * 1024


class Tap:
    """Lets so many bytes a second through, for all who ask together; 0 lets everything through."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._lock = Lock()
        self._free_at = 0.0
        self.passed = 0

    def pass_(self, size: int) -> None:
        """Wait for these bytes' turn."""
        with self._lock:
            now = time.monotonic()
            # A little is made good, because a sleep is never exactly as long as it should be.
            self._free_at = max(self._free_at, now - FIRST_BYTE) + (size / self._rate if self._rate else 0)
            pause = self._free_at - now
            self.passed += size
        if pause > 0:
            time.sleep(pause)


class Bucket(BaseHTTPRequestHandler):
    """Serves one connection."""

    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, tap: Tap, *connection: Any) -> None:
        self._folder, self._tap = folder, tap
        super().__init__(*connection)

    def do_GET(self) -> None:
        """A range, the whole, or what was sent so far."""
        path = unquote(urlsplit(self.path).path)
        if path == "/-/fetched":
            self._send(200, str(self._tap.passed).encode())
            return
        found = self._folder / Path(path).name.partition("-")[2]
        if not found.exists():
            self._send(404, b"<Error><Code>NoSuchKey</Code></Error>")
            return
        self._serve(Endless(found) if found.suffix == ".endless" else found.open("rb"))

    do_HEAD = do_GET  # noqa: N815 - the name http.server looks for

    def do_PUT(self) -> None:
        """Take a document."""
        self.rfile.read(int(self.headers.get("content-length", "0")))
        self._send(200, b"")

    def _serve(self, file: Any) -> None:
        with file:
            size = file.seek(0, 2)
            wanted = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("range", ""))
            first, last = (int(wanted[1]), min(int(wanted[2]) + 1, size)) if wanted else (0, size)
            time.sleep(FIRST_BYTE)
            self._head(206 if wanted else 200, last - first, f"bytes {first}-{last - 1}/{size}" if wanted else "")
            if self.command == "HEAD":
                return
            file.seek(first)
            with suppress(ConnectionError):  # a reader may have enough
                while first < last:
                    piece = file.read(min(_PIECE, last - first))
                    self._tap.pass_(len(piece))
                    self.wfile.write(piece)
                    first += len(piece)

    def _send(self, status: int, body: bytes) -> None:
        self._head(status, len(body))
        self.wfile.write(body)

    def _head(self, status: int, length: int, content_range: str = "") -> None:
        self.send_response(status)
        if content_range:
            self.send_header("Content-Range", content_range)
        self.send_header("ETag", f'"{hashlib.md5(self.path.encode(), usedforsecurity=False).hexdigest()}"')
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server gave it
        """Say nothing."""


def main() -> None:
    """Serve until killed."""
    folder, rate = Path(sys.argv[1]), float(sys.argv[2])
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Bucket, folder, Tap(rate)))
    server.daemon_threads = True
    print(server.server_port, flush=True)  # noqa: T201 - whoever started it reads it
    server.serve_forever()


if __name__ == "__main__":
    main()
