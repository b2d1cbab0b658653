"""Values and errors of one HTTP exchange."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from worker.adapters.calls.retry_after import read_retry_after
from worker.urls.origins import Origin

Connect = Callable[[Origin, float], socket.socket]
"""A connection to a server within so many seconds."""


class HttpError(Exception):
    """There is no usable answer. The message holds no part of request or answer."""


class NoAnswerError(HttpError):
    """Timeout, refused or cut connection. `sent` says that the request may have been carried out."""

    def __init__(self, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.sent = sent


class TooLargeError(HttpError):
    """The answer is larger than any proper one."""


class AddressError(HttpError):
    """The address is of no use as it is configured: no URL, or a certificate not trusted."""


class ForbiddenAddressError(HttpError):
    """The server is not where it is allowed to be; nothing was sent."""


@dataclass(frozen=True, slots=True)
class Request:
    """A POST, or what `method` says.

    `ca_bundle` is a file of certificates trusted in place of the public ones. `most_bytes` bounds the answer's body; at
    0 the body is not read at all, where the status says everything. `connect` is for servers that a message names; None
    connects to whatever the host's name leads to.
    """

    url: str
    body: bytes
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
        """Seconds the server asked to be left alone."""
        return read_retry_after(self.headers.get("retry-after"))
