"""Webhook secrets: one for every address, or a JSON object with a secret for each origin."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from worker.urls.origins import Origin, read_origin, read_origins

PREFIX = "whsec_"

_PAIRS = TypeAdapter(list[tuple[str, str]])
"""Pairs, not a dict, which would silently keep the last of two values under one name."""

_LEAST_BYTES, _MOST_BYTES = 24, 64
"""Standard Webhooks 1.0; a text that happens to be base64 is rarely of this length."""


class WebhookSecretError(ValueError):
    """The secret cannot be used; the message says why, without quoting it."""


@dataclass(frozen=True, slots=True)
class WebhookSecrets:
    """Signing keys: `common` for every origin, or `by_origin` for the origins that it names."""

    common: bytes | None = field(default=None, repr=False)
    by_origin: Mapping[Origin, bytes] | None = field(default=None, repr=False)

    def find(self, url: str) -> bytes | None:
        """The key that signs for an address; None if its callbacks are unsigned."""
        if self.by_origin is None:
            return self.common
        origin = read_origin(url)
        return self.by_origin.get(origin) if origin else None

    def list_unsigned(self, allowed: frozenset[Origin]) -> list[Origin]:
        """The allowed origins that get unsigned callbacks while others get signed ones."""
        return [] if self.by_origin is None else sorted(allowed - set(self.by_origin), key=lambda one: one.host)


def read_webhook_secrets(text: str) -> WebhookSecrets:
    """Read `WEBHOOK_SECRET`.

    Args:
        text: base64 of 24 to 64 bytes, with or without the prefix `whsec_`, or a JSON object of origin -> such a text;
            empty: nothing is signed.

    Raises:
        WebhookSecretError: it is neither.
    """
    text = text.strip()
    if not text.startswith("{"):
        return WebhookSecrets(common=_read_key(text) if text else None)
    try:
        secrets = _PAIRS.validate_python(json.loads(text, object_pairs_hook=list))
    except (ValueError, RecursionError):
        raise WebhookSecretError("must be base64, or a JSON object of origins and base64 texts") from None
    by_origin = {_read_name(name): _read_key(secret) for name, secret in secrets}
    if len(by_origin) < len(secrets):
        raise WebhookSecretError("two of its names are one origin")
    return WebhookSecrets(by_origin=by_origin)


def check_webhook_secrets(secrets: WebhookSecrets, allowed: frozenset[Origin]) -> None:
    """Refuse a secret for an origin that gets no callbacks.

    Raises:
        WebhookSecretError: it names one.
    """
    strangers = sorted(one.host for one in set(secrets.by_origin or {}) - allowed)
    if strangers:
        raise WebhookSecretError(f"no callback goes to {', '.join(strangers)}; see CALLBACK_ALLOWED_ORIGINS")


def _read_name(name: str) -> Origin:
    try:
        [origin] = read_origins(name)
    except ValueError:
        raise WebhookSecretError("its names must be origins such as https://backend.example.com") from None
    return origin


def _read_key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.strip().removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not _LEAST_BYTES <= len(key) <= _MOST_BYTES:
        raise WebhookSecretError("must be base64 of 24 to 64 bytes, with or without whsec_ before it")
    return key
