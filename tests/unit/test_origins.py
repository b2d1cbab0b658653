from __future__ import annotations

import pytest

from worker.domain.origins import Origin, read_origin, read_origins


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://b.example.com", Origin("https", "b.example.com", 443)),
        ("HTTPS://B.Example.com:443/base/path?x=1", Origin("https", "b.example.com", 443)),
        ("http://b.example.com", Origin("http", "b.example.com", 80)),
        ("http://b.example.com:8080", Origin("http", "b.example.com", 8080)),
        ("https://[::1]:8443/", Origin("https", "::1", 8443)),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, origin: Origin) -> None:
    assert read_origin(url) == origin


@pytest.mark.parametrize(
    "url", ["", "b.example.com", "ftp://b.example.com", "https://", "https://b:port", "https://[::1"]
)
def test_what_is_no_web_address_has_no_origin(url: str) -> None:
    assert read_origin(url) is None


def test_a_list_is_separated_by_commas() -> None:
    read = read_origins(" https://a.example.com/ ,https://b.example.com:8443,")

    assert read == {Origin("https", "a.example.com", 443), Origin("https", "b.example.com", 8443)}


@pytest.mark.parametrize(
    "text", ["*", "a.example.com", "https://a.example.com/path", "https://u@a.example.com", "https://a.example.com?x=1"]
)
def test_what_is_more_or_less_than_an_origin_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be origins"):
        read_origins(text)
