from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from urllib3.util import parse_url

from tests.unit.hostile_urls import HOSTILE
from worker.urls.destinations import CallbackRules, DestinationError
from worker.urls.ip_places import Place
from worker.urls.origins import read_origin, read_origins

BACKEND, EDITOR = "https://backend.example.com", "https://editor.example.com:8443"
RULES = CallbackRules(read_origin(BACKEND), read_origins(f"{BACKEND},{EDITOR}"))
TRAPS = read_origins("https://127.0.0.1,https://[::1],https://169.254.169.254,http://backend.example.com")
"""What no deployment should allow, so that the form of a URL is all that stands in its way."""


@pytest.mark.parametrize("url", [url for group in HOSTILE.values() for url in group])
def test_a_hostile_url_is_refused(url: str) -> None:
    with pytest.raises(DestinationError) as caught:
        RULES.admit(url)

    assert not url or url not in str(caught.value)


@pytest.mark.parametrize("url", ["https://2130706433/x", "https://0x7f.1/x", "https://127.1/x", "https://0177.0.0.1/x"])
def test_a_number_in_disguise_is_refused_and_cannot_be_allowed(url: str) -> None:
    with pytest.raises(DestinationError, match="no plain web address"):
        RULES.admit(url)
    with pytest.raises(ValueError, match="must be origins"):
        read_origins(url.removesuffix("/x"))


@pytest.mark.parametrize("allowed", sorted(TRAPS, key=str), ids=str)
def test_allowing_an_origin_does_not_allow_its_place(allowed: object) -> None:
    rules = CallbackRules(None, TRAPS)
    for url in ("https://127.0.0.1/x", "https://[::1]/x", "https://169.254.169.254/x"):
        assert rules.admit(url).places == {Place.PUBLIC}, allowed
    with pytest.raises(DestinationError, match="not https"):
        rules.admit("http://backend.example.com/x")


@pytest.mark.parametrize(
    ("url", "is_backend"),
    [
        ("https://backend.example.com", True),
        ("https://backend.example.com/api/editor/jobs/7/status?a=1&b=%ED%95%9C", True),
        ("https://backend.example.com:443/x", True),
        ("https://BACKEND.Example.com/x", True),
        ("https://backend.example.com/@x:y", True),
        ("https://editor.example.com:8443/x", False),
        ("https://editor.example.com:8443?x", False),
    ],
)
def test_an_allowed_origin_may_be_sent_to(url: str, is_backend: bool) -> None:  # noqa: FBT001 - expected
    destination = RULES.admit(url)

    assert (destination.url, destination.is_backend) == (url, is_backend)


def test_without_a_list_only_the_backend_is_allowed() -> None:
    rules = CallbackRules(read_origin(BACKEND))

    assert rules.admit(f"{BACKEND}/x").is_backend
    with pytest.raises(DestinationError, match="origin is not allowed"):
        rules.admit(f"{EDITOR}/x")


def test_only_the_backend_may_live_in_our_own_network() -> None:
    assert RULES.admit(f"{BACKEND}/x").places == {Place.PUBLIC, Place.INTERNAL}
    assert RULES.admit(f"{EDITOR}/x").places == {Place.PUBLIC}


def test_development_may_use_plain_http_and_loopback() -> None:
    rules = CallbackRules(None, read_origins("http://127.0.0.1:8000"), is_dev=True)

    assert Place.LOOPBACK in rules.admit("http://127.0.0.1:8000/x").places


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
@pytest.mark.parametrize("port", ["", ":8000"])
def test_in_development_localhost_may_be_another_host(name: str, port: str) -> None:
    allowed = read_origins(f"http://host.docker.internal{port}")
    rules = CallbackRules(None, allowed, is_dev=True, localhost="host.docker.internal")

    assert rules.admit(f"http://{name}{port}/x?y").url == f"http://host.docker.internal{port}/x?y"


def test_outside_development_localhost_is_nothing_else() -> None:
    rules = CallbackRules(None, read_origins("https://elsewhere.example.com"), localhost="elsewhere.example.com")

    with pytest.raises(DestinationError):
        rules.admit("https://localhost/x")


PIECES = [
    "https://",
    "http://",
    "backend.example.com",
    "127.0.0.1",
    "[::1]",
    "@",
    ":",
    "443",
    "/",
    "\\",
    "#",
    "?",
    "%2e",
]


@given(pieces=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=8))
def test_what_is_admitted_is_read_the_same_by_the_http_client(pieces: list[str]) -> None:
    try:
        destination = RULES.admit("https://" + "".join(pieces))
    except DestinationError:
        return
    read = parse_url(destination.url)
    assert (read.scheme, read.host, read.port or 443) == ("https", destination.origin.host, destination.origin.port)
