"""What speech recognition costs. An estimate, not an invoice."""

from __future__ import annotations

STT_UNIT_SECONDS = 15
"""CLOVA CSR rounds every call up to this (docs/sources.md, CLOVA)."""

STT_KRW_PER_UNIT = 4.0
"""Community figure; NAVER's price table was not readable (docs/sources.md, CLOVA)."""


def price_speech(billed_seconds: int) -> float:
    """The price in won; `billed_seconds` is a multiple of `STT_UNIT_SECONDS`."""
    return billed_seconds / STT_UNIT_SECONDS * STT_KRW_PER_UNIT
