"""A loopback server that answers with whatever bytes a test wants, at whatever pace."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable

TLS = Path(__file__).with_name("tls")
AUTHORITY = TLS / "authority.pem"
SERVER = TLS / "localhost.pem"


class Connection:
    """One accepted connection."""

    def __init__(self, connection: socket.socket, closing: Event) -> None:
        self.socket = connection
        self._closing = closing

    def read_request(self) -> bytes:
        """The request with its body."""
        received = b""
        while b"\r\n\r\n" not in received:
            received += self.socket.recv(65536)
        head, _, body = received.partition(b"\r\n\r\n")
        length = next(
            (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower()[:15] == b"content-length:"), 0
        )
        while len(body) < length:
            body += self.socket.recv(65536)
        return head + b"\r\n\r\n" + body

    def send(self, data: bytes) -> None:
        """Send at once."""
        self.socket.sendall(data)

    def drip(self, piece: bytes, count: int = 200, every: float = 0.05) -> None:
        """Send a piece over and over; no single read of the other side is ever slow."""
        for _ in range(count):
            self.socket.sendall(piece)
            if self._closing.wait(every):
                return

    def say_nothing(self, patience: float = 10) -> None:
        """Wait until the other side hangs up, for so many seconds at most."""
        self.socket.settimeout(patience)
        if not self.socket.recv(1):
            raise ConnectionAbortedError

    def start_tls(self) -> None:
        """Become an encrypted connection, as localhost."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(SERVER)
        self.socket = context.wrap_socket(self.socket, server_side=True)


class Listener:
    """Serves each connection with `behave`; a context manager. `client_left` says that a client hung up early."""

    def __init__(self, behave: Callable[[Connection], None]) -> None:
        self._behave = behave
        self.client_left = Event()
        self._closing = Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._threads: list[Thread] = []
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._begin(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join(timeout=10)

    def _begin(self, target: Callable[[], None]) -> None:
        self._threads.append(Thread(target=target, daemon=True))
        self._threads[-1].start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self._begin(lambda accepted=connection: self._serve(accepted))

    def _serve(self, accepted: socket.socket) -> None:
        connection = Connection(accepted, self._closing)
        try:
            self._behave(connection)
        except OSError:
            self.client_left.set()
        connection.socket.close()
