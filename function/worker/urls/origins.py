"""Web addresses: which server a URL leads to, and whether all programs read a stranger's URL alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address
from urllib.parse import urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_TYPED = re.compile(r"[!-~]+")
"""`urlsplit` silently drops line breaks, and clients disagree on other scripts."""

MOST_BYTES = 2048

_WEB_ADDRESS = re.compile(
    r"https?://(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z.-]+)(:[0-9]{1,5})?([/?][!$%&'()*+,./:;=?@_~0-9A-Za-z\[\]-]*)?"
)
"""Narrower than RFC 3986, so that no two parsers can read a URL differently: no user, fragment, backslash, space,
other script (an international name is written `xn--...`) or percent sign in the host, and no empty port."""

_LABEL = re.compile(r"[0-9a-z_]([0-9a-z_-]{0,61}[0-9a-z_])?")
"""The underscore is allowed because names of containers have it."""
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LONGEST_NAME = 253


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme and host in lower case, and the port, even the scheme's default one."""

    scheme: str
    host: str
    port: int


def read_origin(url: str) -> Origin | None:
    """The origin of an http or https URL; None for any other URL and for a URL that no client can call."""
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


def is_plain(url: str) -> bool:
    """Whether a URL is http or https, not too long, and unusual in no way."""
    return len(url) <= MOST_BYTES and _WEB_ADDRESS.fullmatch(url) is not None


def is_host(host: str) -> bool:
    """Whether a host in lower case is an IPv6 address, a dotted IPv4 one, or a name; not a disguised IPv4 address."""
    labels = host.split(".")
    if ":" in host:
        return True
    if not _NUMBER.fullmatch(labels[-1]):
        return len(host) <= _LONGEST_NAME and all(map(_LABEL.fullmatch, labels))
    try:
        return str(IPv4Address(host)) == host
    except ValueError:
        return False
