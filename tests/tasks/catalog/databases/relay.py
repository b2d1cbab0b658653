"""A way to a server on which connections can fall silent, as to a host that is lost: nothing comes, nothing ends."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Event, Thread
from typing import Self

_PATIENCE = 10.0
"""Seconds after which a silent connection is ended after all, so that whoever waits for ever fails, not hangs."""


class Relay:
    """Passes bytes on between its own port and a server's; a context manager.

    Attributes:
        port: where to connect instead.
        left: a client has left a silent connection by itself.
    """

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._silent = Event()
        self.port: int = self._socket.getsockname()[1]
        self.left = Event()

    def __enter__(self) -> Self:
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def silence(self) -> None:
        """Pass nothing on any more of the connections there are; new ones are served."""
        self._silent.set()
        self._silent = Event()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._socket.accept()
                server = socket.create_connection(("127.0.0.1", self._server_port))
                for source, target in ((client, server), (server, client)):
                    Thread(target=self._pass, args=(source, target, self._silent), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, silent: Event) -> None:
        with source, suppress(OSError):
            while data := source.recv(65536):
                if silent.is_set():
                    self._say_nothing(source)
                    break
                target.sendall(data)
            target.shutdown(socket.SHUT_RDWR)

    def _say_nothing(self, client: socket.socket) -> None:
        client.settimeout(_PATIENCE)
        while client.recv(65536):
            pass
        self.left.set()
