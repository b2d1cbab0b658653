"""Sizes as people read them."""

from __future__ import annotations

MEGABYTE = 1024 * 1024


def say_megabytes(size: int) -> str:
    """Bytes as "1.5 MB"."""
    return f"{size / MEGABYTE:.1f} MB"
