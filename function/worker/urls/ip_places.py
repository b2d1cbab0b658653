"""What kind of place an IP address is, by IANA's special-purpose registries (docs/sources.md, Callbacks).

The networks are written out, because `ipaddress` calls multicast, NAT64, IPv4-compatible and site-local addresses
global, and its answers differ between versions of Python.
"""

from __future__ import annotations

from enum import Enum, auto
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network


class Place(Enum):
    """Where an address leads."""

    PUBLIC = auto()
    INTERNAL = auto()
    """One of our own networks: RFC 1918, carrier-grade NAT (pods of EKS), unique local IPv6."""
    LOOPBACK = auto()
    FORBIDDEN = auto()
    """Never a server: link-local and AWS's metadata, multicast, reserved, unspecified, documentation, benchmarks, and
    IPv6 that carries an IPv4 address, which can hide any other place."""


_LOOPBACK = tuple(map(ip_network, ("127.0.0.0/8", "::1/128")))
_INTERNAL = tuple(map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")))
_METADATA = ip_network("fd00:ec2::/32")
_FORBIDDEN = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",
            "169.254.0.0/16",  # link-local: metadata and credentials of AWS
            "192.0.0.0/24",
            "192.0.2.0/24",  # documentation, as are 198.51.100.0 and 203.0.113.0
            "192.88.99.0/24",  # 6to4 relays
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",
            "2001::/23",  # protocols, among them Teredo and ORCHID
            "2001:db8::/32",  # documentation, as is 3fff::
            "2002::/16",  # 6to4
            "3fff::/20",
        ),
    )
)
_UNICAST = ip_network("2000::/3")
"""All IPv6 addresses ever assigned; embedded IPv4, site-local, link-local and multicast addresses are outside it."""


def find_place(text: str) -> Place:
    """Say where an address leads; a text that is no address, or names an interface, is forbidden."""
    try:
        address = ip_address(text)
    except ValueError:
        return Place.FORBIDDEN
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        return Place.FORBIDDEN
    return _find_place(address)


def _find_place(address: IPv4Address | IPv6Address) -> Place:
    if any(address in network for network in _LOOPBACK):
        return Place.LOOPBACK
    if address not in _METADATA and any(address in network for network in _INTERNAL):
        return Place.INTERNAL
    if any(address in network for network in _FORBIDDEN) or (address.version == 6 and address not in _UNICAST):  # noqa: PLR2004 - IPv6 is its name
        return Place.FORBIDDEN
    return Place.PUBLIC
