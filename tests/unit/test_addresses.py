from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.urls.ip_places import Place, find_place

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address

PUBLIC = ["8.8.8.8", "100.63.255.255", "100.128.0.0", "172.32.0.1", "192.0.1.1", "2606:4700::1111", "2a00:1450::1"]
INTERNAL = ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "100.64.0.1", "fc00::1", "fd12:3456::1"]
LOOPBACK = ["127.0.0.1", "127.0.0.53", "127.255.255.255", "::1"]
FORBIDDEN = {
    "unspecified": ["0.0.0.0", "0.1.2.3", "::"],  # noqa: S104 - nothing is bound to it
    "link-local": ["169.254.169.254", "169.254.170.2", "fe80::1", "fe80::1%eth0", "febf::1"],
    "metadata": ["fd00:ec2::254", "fd00:ec2::23"],
    "site-local": ["fec0::1", "feff::1"],
    "multicast": ["224.0.0.1", "239.255.255.255", "ff02::1", "ff0e::1"],
    "reserved": ["240.0.0.1", "255.255.255.255", "192.0.0.1", "192.88.99.1", "4000::1"],
    "documentation": ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"],
    "benchmarks": ["198.18.0.1", "198.19.255.255", "2001:2::1"],
    "IPv4-mapped": ["::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:8.8.8.8"],
    "IPv4-compatible": ["::127.0.0.1", "::8.8.8.8"],
    "IPv4-translated": ["::ffff:0:127.0.0.1"],
    "NAT64": ["64:ff9b::a9fe:a9fe", "64:ff9b::8.8.8.8", "64:ff9b:1::1"],
    "6to4": ["2002:7f00:1::", "2002:808:808::1"],
    "Teredo": ["2001::1", "2001:0:7f00:1::"],
    "discard only": ["100::1"],
    "no address": ["", "localhost", "0x7f.1", "127.1", "2130706433", "0177.0.0.1", "8.8.8.8 ", "2606:4700::1%1"],
}


@pytest.mark.parametrize(
    ("address", "place"),
    [
        *((address, Place.PUBLIC) for address in PUBLIC),
        *((address, Place.INTERNAL) for address in INTERNAL),
        *((address, Place.LOOPBACK) for address in LOOPBACK),
        *((address, Place.FORBIDDEN) for group in FORBIDDEN.values() for address in group),
    ],
)
def test_an_address_leads_to_its_place(address: str, place: Place) -> None:
    assert find_place(address) is place


@given(address=st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_what_the_library_knows_to_be_special_is_never_public(address: IPv4Address | IPv6Address) -> None:
    special = address.is_private or address.is_multicast or address.is_reserved or address.is_link_local

    assert not (special and find_place(str(address)) is Place.PUBLIC)
