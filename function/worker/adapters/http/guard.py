"""Connects to a server that a message names: one look-up, a check of every address, a connection to one of them."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from urllib3.util.connection import create_connection

from worker.adapters.http.exchange import ForbiddenAddressError
from worker.urls.destinations import Destination
from worker.urls.ip_places import find_place

if TYPE_CHECKING:
    from worker.urls.origins import Origin

Resolve = Callable[[str, int], Sequence[str]]
"""Gives the IP addresses of a host; raises `OSError` if it has none."""

Dial = Callable[[str, int, float], socket.socket]
"""Connects to an IP address and port within so many seconds, or raises `OSError`."""

_OPTIONS: list[tuple[int, int, int | bytes]] = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]
"""The same as urllib3's."""


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host, IPv4 and IPv6."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def dial(address: str, port: int, seconds: float) -> socket.socket:
    """Connect to an address as the HTTP client would."""
    return create_connection((address, port), seconds, socket_options=_OPTIONS)


@dataclass(frozen=True, slots=True)
class Guard:
    """Connects to a destination, but only if all its addresses are in allowed places.

    All of them, not just the first good one: a name with both an internal and a public address does not belong to a
    public server.
    """

    destination: Destination
    resolve: Resolve = resolve
    dial: Dial = dial

    def connect(self, origin: Origin, seconds: float) -> socket.socket:
        """Connect.

        Args:
            origin: the server that the HTTP client's own parser read from the URL.
            seconds: for all addresses together; the look-up is bounded by the resolver.

        Raises:
            ForbiddenAddressError: another origin than the checked one, or an address that is not allowed.
            OSError: no server answers.
        """
        if origin != self.destination.origin:
            raise ForbiddenAddressError("the client reads another server in it")
        addresses = self.resolve(origin.host, origin.port)
        if not all(find_place(address) in self.destination.places for address in addresses):
            raise ForbiddenAddressError("its name leads to an address that is not allowed")
        return self._connect_to_one(addresses, time.monotonic() + seconds)

    def _connect_to_one(self, addresses: Sequence[str], end: float) -> socket.socket:
        problem = OSError("the host has no address")
        for address in addresses:
            left = end - time.monotonic()
            if left <= 0:
                break
            try:
                return self.dial(address, self.destination.origin.port, left)
            except OSError as error:
                problem = error
        raise problem
