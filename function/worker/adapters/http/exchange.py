"""Values and errors of one HTTP exchange."""

from __future__ import annotations

import math
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Protocol

from worker.urls.origins import Origin

Connect = Callable[[Origin, float], socket.socket]
"""Connects to a server within so many seconds."""


class HttpError(Exception):
    """There is no usable answer. The message holds no part of request or answer."""


class NoAnswerError(HttpError):
    """Timeout, refused or cut connection. `sent` says that the request may have been carried out."""

    def __init__(self, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.sent = sent


class TooLargeError(HttpError):
    """The answer is larger than any valid one."""


class AddressError(HttpError):
    """The configured address cannot be used: it is not a URL, or its certificate is not trusted."""


class ForbiddenAddressError(HttpError):
    """The server's address is not allowed; nothing was sent."""


class SizedBody(Protocol):
    """A body that is read while it is sent; its length goes into `Content-Length`."""

    def __len__(self) -> int:
        """All its bytes."""
        ...

    def read(self, most: int = -1) -> bytes:
        """The next bytes, at most this many; empty at the end."""
        ...


Body = bytes | SizedBody


@dataclass(frozen=True, slots=True)
class Request:
    """A request, by default a POST.

    `ca_bundle` is a file of certificates trusted instead of the public ones. `most_bytes` limits the answer's body; 0
    leaves it unread, for callers that need only the status. `connect` is for servers that a message names; None
    connects to any address of the host.
    """

    url: str
    body: Body
    headers: Mapping[str, str]
    ca_bundle: str | None = None
    most_bytes: int = 1024 * 1024
    connect: Connect | None = None
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names are case-insensitive."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def accepted(self) -> bool:
        """Whether the status is a 2xx."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the class of statuses is its definition

    @property
    def retry_after(self) -> float | None:
        """Seconds that the server asks us to wait; None if it does not ask."""
        return read_retry_after(self.headers.get("retry-after"))


def read_retry_after(value: str | None) -> float | None:
    """Seconds to wait by a Retry-After header (RFC 9110, 10.2.3), 0 by a date in the past; None without a valid one.

    urllib3's own reader refuses fractions, and cuts off what is longer than six hours.
    """
    if value is None:
        return None
    try:
        seconds = float(value)
        return seconds if math.isfinite(seconds) and seconds >= 0 else None
    except ValueError:
        pass  # it may be a date
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
