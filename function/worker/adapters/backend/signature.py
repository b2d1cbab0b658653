"""Standard Webhooks headers: they tell a receiver who sent a body, when, and whether it is a duplicate."""

from __future__ import annotations

import base64
import hashlib
import hmac


def make_webhook_headers(event_id: str, body: bytes, now: float, key: bytes | None) -> dict[str, str]:
    """Make the headers of one attempt.

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
