"""The headers of a callback."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from worker.adapters.backend.refusals import misconfigured
from worker.adapters.backend.signature import make_webhook_headers
from worker.settings.kinds import clean_header_value
from worker.settings.webhook_secrets import WebhookSecretError, read_webhook_secrets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.adapters.backend.address import Address
    from worker.jobs.ending import Callback

TOKEN, SECRET = "BACKEND_INTERNAL_TOKEN", "WEBHOOK_SECRET"


def make_headers(callback: Callback, address: Address, keys: Mapping[str, str]) -> dict[str, str]:
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


def _make_token_header(address: Address, keys: Mapping[str, str]) -> dict[str, str]:
    if not address.gets_token:
        return {}
    token = clean_header_value(keys[TOKEN])
    if token is None:
        raise misconfigured("the token is blank or misspelt", TOKEN)
    return {"X-Internal-Token": token}
