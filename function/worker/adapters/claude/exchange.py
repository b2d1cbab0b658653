"""Values and errors of one exchange with the API, without the SDK."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Account:
    """The address, and the key to ask with."""

    base_url: str
    key: str = field(repr=False)


class UnusableReplyError(Exception):
    """A 200 that is not a message: HTML, cut or other JSON. It may have been billed."""


class NoReplyError(Exception):
    """Timeout, refused or cut connection. `sent` says that the request may have been carried out."""

    def __init__(self, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.sent = sent
