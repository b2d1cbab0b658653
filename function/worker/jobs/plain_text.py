"""Text for our documents and error sentences."""

from __future__ import annotations

import re

MEGABYTE = 1024 * 1024

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def make_encodable(text: str) -> str:
    """Replace lone surrogates, which JSON can carry and UTF-8 cannot."""
    return _SURROGATE.sub("\ufffd", text)


def make_plain(text: str) -> str:
    """Drop control characters except newline, tab and return, replace lone surrogates, strip."""
    return _UNFIT.sub("", make_encodable(text)).strip()


def say_megabytes(size: int) -> str:
    """Bytes as "1.5 MB"."""
    return f"{size / MEGABYTE:.1f} MB"


def shorten(text: str, limit: int) -> str:
    """Cut a text to at most `limit` characters, at a space where one is near, and show that it was cut."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = max(cut.rfind(" "), cut.rfind("\n"))
    return (cut[:space] if space > limit // 2 else cut).rstrip() + "…"
