"""Standard Webhooks signatures, checked with code of our own so that the sender's cannot be wrong together with it."""

import base64
import hashlib
import hmac
from collections.abc import Mapping

# What the specification recommends a receiver to allow between its clock and the sender's.
MOST_SECONDS_APART = 300


def webhook_problem(headers: Mapping[str, str], body: bytes, secret: str | None, now: float) -> str | None:
    """What is wrong with the webhook headers; None when nothing is.

    Args:
        headers: By lower-case name.
        body: As received.
        secret: `whsec_` and base64; None when callbacks are not signed.
        now: Unix seconds.
    """
    identity, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not identity:
        return "webhook-id is missing"
    if not timestamp.isascii() or not timestamp.isdigit():
        return "webhook-timestamp is not in whole seconds"
    if abs(now - int(timestamp)) > MOST_SECONDS_APART:
        return "webhook-timestamp is too far from now"
    if secret is None:
        return None
    expected = _signature(secret, f"{identity}.{timestamp}.".encode() + body)
    given = headers.get("webhook-signature", "").split(" ")
    fits = [hmac.compare_digest(one.encode(), expected.encode()) for one in given]
    return None if any(fits) else "webhook-signature does not fit"


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
