"""The Retry-After header in seconds."""

from __future__ import annotations

import math
import time
from email.utils import parsedate_to_datetime


def read_retry_after(value: str | None) -> float | None:
    """Read a Retry-After header.

    Args:
        value: a number of seconds or an HTTP date (RFC 9110, section 10.2.3), or None without the header.

    Returns:
        Seconds from now, 0 for a date in the past; None for anything else.
    """
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        return _until(value)
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _until(date: str) -> float | None:
    try:
        return max(0.0, parsedate_to_datetime(date).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
