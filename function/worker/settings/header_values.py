"""Secrets as they may stand in an HTTP header."""

from __future__ import annotations


def clean_header_value(secret: str) -> str | None:
    """Strip a secret, for a pasted one often ends in a newline.

    Args:
        secret: a key or token as configured.

    Returns:
        The value to send; None for a blank one and for one no server can have issued (not printable ASCII).
    """
    value = secret.strip()
    return value if value and value.isascii() and value.isprintable() else None
