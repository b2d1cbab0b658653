"""Web addresses: from strangers, only those that all programs read alike."""

from __future__ import annotations

import re
from ipaddress import IPv4Address

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
