"""Trusted and untrusted certificates."""

from __future__ import annotations

import ssl

from worker.jobs.errors import SETTINGS_INVALID, JobError


def check_bundle(path: str, setting: str) -> str:
    """Check a file of certificates to trust instead of the public ones, before anything depends on it.

    Args:
        path: a PEM file, or "" for none.
        setting: name of the setting that holds the path.

    Returns:
        The path.

    Raises:
        JobError: UNKNOWN_ERROR, it cannot be read, or holds no certificate.
    """
    try:
        if path:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=path)
    except (OSError, ValueError):  # ValueError: a path that no file can have
        sentence = "SETTINGS: the file of certificates cannot be read, or holds none as PEM."
        raise JobError(SETTINGS_INVALID, sentence, setting=setting) from None
    return path


def is_untrusted_certificate(error: BaseException | None) -> bool:
    """Whether an untrusted certificate caused a failed exchange, however deep in its chain of causes."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
