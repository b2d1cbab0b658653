"""Certificates that are trusted, and those that are not."""

from __future__ import annotations

import ssl

from worker.jobs.errors import SETTINGS_INVALID, JobError


def check_bundle(path: str, setting: str) -> str:
    """A file of certificates to trust in place of the public ones, before anything depends on it.

    Args:
        path: a PEM file, or "" for none.
        setting: name of the setting that says so.

    Returns:
        The path.

    Raises:
        JobError: UNKNOWN_ERROR, it cannot be read, or holds no certificate.
    """
    try:
        if path:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=path)
    except (OSError, ValueError):  # the latter of a path that no file has
        sentence = "SETTINGS: the file of certificates cannot be read, or holds none as PEM."
        raise JobError(SETTINGS_INVALID, sentence, setting=setting) from None
    return path


def is_untrusted_certificate(error: BaseException | None) -> bool:
    """Whether a failed exchange goes back to a certificate that was not trusted, however deep the cause lies."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
