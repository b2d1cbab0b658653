from __future__ import annotations

import pytest

from worker.urls.origins import Origin, read_origin, read_origins


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://b.example.com", Origin("https", "b.example.com", 443)),
        ("HTTPS://B.Example.com:443/base/path?x=1", Origin("https", "b.example.com", 443)),
        ("http://b.example.com", Origin("http", "b.example.com", 80)),
        ("http://b.example.com:8080", Origin("http", "b.example.com", 8080)),
        ("https://[::1]:8443/", Origin("https", "::1", 8443)),
        ("https://10.0.0.7", Origin("https", "10.0.0.7", 443)),
        ("http://backend_api:8080", Origin("http", "backend_api", 8080)),
        ("https://b.example.com.", Origin("https", "b.example.com.", 443)),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, origin: Origin) -> None:
    assert read_origin(url) == origin


@pytest.mark.parametrize(
    "url",
    [
        *("", "b.example.com", "ftp://b.example.com", "https://", "https:b", "https://[::1", "https://."),
        *("https://b:port", "https://b:65536", "https://b:0", "https://b:-1", "https://b:99999"),
        *(
            "https://b\n.example.com",
            " https://b",
            "https://b/a\tb",
            "https://b/a b",
            "https://b\x00",
            "https://b/경로",
        ),
        *("https://*.example.com", "https://b..c", "https://-b", "https://" + "b" * 64, "https://비.example.com"),
        *("https://2130706433", "https://0x7f.1", "https://127.1", "https://0177.0.0.1"),
    ],
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
