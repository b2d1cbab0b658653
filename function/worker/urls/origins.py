"""Which server a URL leads to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from worker.urls.plain import is_host

_DEFAULT_PORTS = {"http": 80, "https": 443}
_TYPED = re.compile(r"[!-~]+")
"""`urlsplit` silently drops line breaks, and clients disagree on other scripts."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme and host in lower case, and the port, even the scheme's default one."""

    scheme: str
    host: str
    port: int


def read_origin(url: str) -> Origin | None:
    """The origin of an http or https URL; None for any other URL, or for one that no client can call."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    # A dot at the end makes a name absolute: no search list is tried.
    is_server = is_host(host.removesuffix(".")) and port != 0
    if parts.scheme not in _DEFAULT_PORTS or not is_server or not _TYPED.fullmatch(url):
        return None
    return Origin(parts.scheme, host, _DEFAULT_PORTS[parts.scheme] if port is None else port)


def read_origins(text: str) -> frozenset[Origin]:
    """Read a list of origins.

    Args:
        text: origins separated by commas; a slash after each is allowed, and nothing else.

    Raises:
        ValueError: one of them is not an origin.
    """
    return frozenset(_read_bare(part.strip()) for part in text.split(",") if part.strip())


def _read_bare(text: str) -> Origin:
    origin = read_origin(text)
    if origin is None or "@" in text or text.partition("://")[2].rstrip("/").count("/") or {"?", "#"} & set(text):
        raise ValueError("must be origins such as https://backend.example.com, separated by commas")
    return origin
