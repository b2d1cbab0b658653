"""Where callbacks may go: each `callback_url` of a message is checked before anything connects to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from worker.urls.ip_places import Place
from worker.urls.origins import Origin, is_plain, read_origin

_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


class DestinationError(Exception):
    """A URL that must not be called; the message says why and quotes no part of it."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A checked URL.

    Attributes:
        url: what to send to.
        origin: the server that was checked, and the only one to connect to.
        places: where its addresses may lead.
        is_backend: it is the configured backend's origin, and may see the token.
    """

    url: str
    origin: Origin
    places: frozenset[Place]
    is_backend: bool


@dataclass(frozen=True, slots=True)
class CallbackRules:
    """What the deployment allows.

    Attributes:
        backend: origin of `BACKEND_BASE_URL`, always allowed; it may be in the deployment's own network.
        allowed: `CALLBACK_ALLOWED_ORIGINS`; only their public addresses are used, so that their DNS cannot
            point into the deployment's network.
        is_dev: `APP_ENV=dev`: plain http, and every origin may be on loopback or internal.
        localhost: `JOB_CALLBACK_LOCALHOST_HOST`, which replaces localhost in dev, unless it is empty.
    """

    backend: Origin | None
    allowed: frozenset[Origin] = frozenset()
    is_dev: bool = False
    localhost: str = ""

    def admit(self, url: str) -> Destination:
        """Check a URL from a message.

        Returns:
            Where to send; in dev, another host may replace localhost.

        Raises:
            DestinationError: it is not allowed, or no plain web address.
        """
        origin = read_origin(url) if is_plain(url) else None
        if origin is None:
            raise DestinationError("it is no plain web address")
        if self.is_dev and self.localhost and origin.host in _LOCAL_NAMES:
            url, origin = _replace_host(url, self.localhost), replace(origin, host=self.localhost)
        if origin.scheme != "https" and not self.is_dev:
            raise DestinationError("it is not https")
        if origin != self.backend and origin not in self.allowed:
            raise DestinationError("its origin is not allowed")
        return Destination(url, origin, self._places(origin), origin == self.backend)

    def _places(self, origin: Origin) -> frozenset[Place]:
        if self.is_dev:
            return frozenset({Place.PUBLIC, Place.INTERNAL, Place.LOOPBACK})
        return frozenset({Place.PUBLIC, Place.INTERNAL} if origin == self.backend else {Place.PUBLIC})


def _replace_host(url: str, host: str) -> str:
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return parts._replace(netloc=host + port).geturl()
