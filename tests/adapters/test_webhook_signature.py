from __future__ import annotations

import base64
import time

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from worker.adapters.backend.headers import make_webhook_headers
from worker.settings.webhook_secrets import read_webhook_secrets

SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four.").decode()
BODY = '{"status": "DONE", "transcript": "안녕"}'.encode()


def signed(secret: str = SECRET) -> dict[str, str]:
    return make_webhook_headers(
        "msg_1", BODY, time.time(), read_webhook_secrets(secret).find("https://any.example.com")
    )


@pytest.mark.parametrize("secret", [SECRET, SECRET.removeprefix("whsec_"), f" {SECRET}\n"])
def test_the_official_library_accepts_the_signature(secret: str) -> None:
    assert Webhook(SECRET).verify(BODY.decode(), signed(secret)) == {"status": "DONE", "transcript": "안녕"}


@pytest.mark.parametrize(
    "changed",
    [{"webhook-id": "msg_2"}, {"webhook-timestamp": str(int(time.time()) - 5)}, {"webhook-signature": "v1,AA=="}],
)
def test_the_signature_covers_id_time_and_body(changed: dict[str, str]) -> None:
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY.decode(), signed() | changed)


def test_without_a_secret_there_is_no_signature() -> None:
    assert make_webhook_headers("msg_1", BODY, 12.9, None) == {"webhook-id": "msg_1", "webhook-timestamp": "12"}
