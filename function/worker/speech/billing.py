"""What speech recognition costs. An estimate, not an invoice."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from worker.jobs.price import CallPrice

if TYPE_CHECKING:
    from worker.speech.transcript import Recognition

STT_UNIT_SECONDS = 15
"""CLOVA CSR rounds every call up to this, and CLOVA Speech every recording (docs/sources.md, CLOVA)."""

STT_KRW_PER_UNIT = 4.0
"""Community figure; NAVER's price table was not readable (docs/sources.md, CLOVA)."""

LONG_FORM_KRW_PER_UNIT = 11.0
"""Of CLOVA Speech. The upper end of the community's figures, 7.5 to 11 (docs/sources.md, CLOVA)."""

SPEAKERS_KRW_PER_UNIT = 2.0
"""Added where speakers are told apart; a community figure, too."""


def round_up_billed(seconds: float) -> int:
    """The seconds that a call is billed for with so many seconds of sound."""
    return math.ceil(seconds / STT_UNIT_SECONDS) * STT_UNIT_SECONDS


def price_speech(billed_seconds: int) -> float:
    """CSR's price in won; `billed_seconds` is a multiple of `STT_UNIT_SECONDS`."""
    return billed_seconds / STT_UNIT_SECONDS * STT_KRW_PER_UNIT


def price_long_form(billed_seconds: int, *, speakers: bool) -> float:
    """CLOVA Speech's price in won; `speakers` says whether they were told apart."""
    per_unit = LONG_FORM_KRW_PER_UNIT + (SPEAKERS_KRW_PER_UNIT if speakers else 0.0)
    return billed_seconds / STT_UNIT_SECONDS * per_unit


def price_call(seconds: float) -> CallPrice[Recognition]:
    """The price of one call with so many seconds of sound; repeats that were billed add to it."""
    return CallPrice(
        price_speech(round_up_billed(seconds)),
        lambda answer: price_speech(answer.billed_seconds),
        lambda spent: price_speech(spent.stt_seconds),
    )
