"""The headers of a callback. Those of Standard Webhooks say who sent it, when, and whether it is a duplicate."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import TYPE_CHECKING

from worker.adapters.backend.refusals import misconfigured
from worker.settings.kinds import clean_header_value
from worker.settings.webhook_secrets import WebhookSecretError, read_webhook_secrets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.adapters.backend.endpoint import Endpoint
    from worker.jobs.ending import Callback

TOKEN, SECRET = "BACKEND_INTERNAL_TOKEN", "WEBHOOK_SECRET"


def make_headers(callback: Callback, address: Endpoint, keys: Mapping[str, str]) -> dict[str, str]:
    """Make the headers of one attempt.

    Args:
        callback: what is sent.
        address: where to; only the backend's origin sees the token.
        keys: `BACKEND_INTERNAL_TOKEN` and `WEBHOOK_SECRET`; without the latter callbacks are not signed.

    Raises:
        JobError: CALLBACK_FAILED, one of the keys cannot be used.
    """
    try:
        key = read_webhook_secrets(keys.get(SECRET, "")).find(address.url)
    except WebhookSecretError:
        raise misconfigured("the secret is neither base64 nor an object of origins", SECRET) from None
    signature = make_webhook_headers(callback.event_id, callback.body, time.time(), key)
    return {"Content-Type": "application/json", **_make_token_header(address, keys), **signature}


def _make_token_header(address: Endpoint, keys: Mapping[str, str]) -> dict[str, str]:
    if not address.gets_token:
        return {}
    token = clean_header_value(keys[TOKEN])
    if token is None:
        raise misconfigured("the token is blank or misspelt", TOKEN)
    return {"X-Internal-Token": token}


def make_webhook_headers(event_id: str, body: bytes, now: float, key: bytes | None) -> dict[str, str]:
    """Make the headers of Standard Webhooks for one attempt.

    Args:
        event_id: the same for all attempts to send one outcome.
        body: the exact bytes that are sent.
        now: Unix seconds; every attempt has its own, because receivers refuse old timestamps.
        key: from `settings.webhook_secrets`; None sends no signature.

    Returns:
        `webhook-id`, `webhook-timestamp` and, with a key, `webhook-signature`.
    """
    timestamp = str(int(now))
    headers = {"webhook-id": event_id, "webhook-timestamp": timestamp}
    if key is not None:
        digest = hmac.digest(key, f"{event_id}.{timestamp}.".encode() + body, hashlib.sha256)
        headers["webhook-signature"] = "v1," + base64.b64encode(digest).decode()
    return headers
