from __future__ import annotations

import base64
import json

import pytest

from worker.settings.webhook_secrets import WebhookSecretError, check_webhook_secrets, read_webhook_secrets
from worker.urls.origins import read_origins

ONE, OTHER = b"a secret of twenty-four.", b"another of twenty-four.."
BACKEND, PARTNER = "https://backend.example.com", "https://partner.example.com:8443"


def spell(key: bytes) -> str:
    return "whsec_" + base64.b64encode(key).decode()


EACH = json.dumps({BACKEND: spell(ONE), PARTNER + "/": spell(OTHER)})


@pytest.mark.parametrize(
    ("text", "url", "key"),
    [
        (spell(ONE), BACKEND + "/internal", ONE),
        (spell(ONE), PARTNER, ONE),
        ("", BACKEND, None),
        (EACH, BACKEND + "/internal/jobs/9/complete", ONE),
        (EACH, PARTNER + "/done", OTHER),
        (EACH, "https://partner.example.com/done", None),
        (EACH, "http://backend.example.com/", None),
        ("{}", BACKEND, None),
    ],
)
def test_an_address_is_signed_for_with_the_secret_of_its_origin(text: str, url: str, key: bytes | None) -> None:
    assert read_webhook_secrets(text).find(url) == key


@pytest.mark.parametrize(
    "text",
    [
        *("whsec_", "whsec_***", "not base64!", "비밀", "null", "[]", "canary"),
        *(spell(b"canary".ljust(23)), spell(b"canary".ljust(65)), spell(b"canary".ljust(23)).removeprefix("whsec_")),
        *("{canary", '{"canary": 5}', '{"canary": {"canary": "canary"}}', '{"a": ' * 100_000),
        *(json.dumps({"https://a.example.com": key}) for key in ("*canary*", "QQ==", spell(b"canary".ljust(65)))),
        *(json.dumps({name: spell(ONE)}) for name in ("", "canary", "https://a.example.com/canary")),
        *(
            json.dumps({name: spell(ONE)})
            for name in ("ftp://a.example.com", "https://*.example.com", f"{BACKEND},{PARTNER}")
        ),
    ],
    ids=lambda text: text[:60],
)
def test_what_is_no_secret_is_refused_without_quoting_it(text: str) -> None:
    with pytest.raises(WebhookSecretError) as caught:
        read_webhook_secrets(text)

    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("length", [24, 64])
def test_a_key_has_24_to_64_bytes(length: int) -> None:
    key = bytes(length)

    assert read_webhook_secrets(spell(key)).find(BACKEND) == key


@pytest.mark.parametrize("other", [BACKEND, BACKEND + "/", BACKEND + ":443", "https://Backend.example.com"])
def test_two_secrets_for_one_origin_are_refused(other: str) -> None:
    with pytest.raises(WebhookSecretError, match="one origin"):
        read_webhook_secrets(f'{{"{BACKEND}": "{spell(ONE)}", "{other}": "{spell(OTHER)}"}}')


@pytest.mark.parametrize("text", [spell(ONE), EACH])
def test_what_is_printed_of_secrets_holds_none(text: str) -> None:
    printed = repr(read_webhook_secrets(text))

    assert not any(str(key) in printed for key in (ONE, OTHER))


def test_a_secret_for_an_origin_that_is_never_told_is_refused() -> None:
    with pytest.raises(WebhookSecretError, match=r"partner\.example\.com"):
        check_webhook_secrets(read_webhook_secrets(EACH), read_origins(BACKEND))


@pytest.mark.parametrize("text", ["", spell(ONE), EACH])
def test_secrets_of_origins_that_are_told_are_taken(text: str) -> None:
    check_webhook_secrets(read_webhook_secrets(text), read_origins(f"{BACKEND},{PARTNER}"))


@pytest.mark.parametrize(
    ("text", "hosts"),
    [(EACH, ["third.example.com"]), (spell(ONE), []), ("", [])],
)
def test_origins_that_are_told_without_a_signature_beside_signed_ones_are_named(text: str, hosts: list[str]) -> None:
    allowed = read_origins(f"{BACKEND},{PARTNER},https://third.example.com")

    assert [origin.host for origin in read_webhook_secrets(text).list_unsigned(allowed)] == hosts
