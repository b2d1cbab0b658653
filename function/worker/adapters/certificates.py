"""Telling an untrusted certificate from a broken line."""

from __future__ import annotations

import ssl


def is_untrusted_certificate(error: BaseException | None) -> bool:
    """Whether a failed exchange goes back to a certificate that was not trusted, however deep the cause lies."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
