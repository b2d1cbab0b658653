"""Every price with its date and source; a setting of its name corrects it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from local.problem import ProblemError
from worker.llm import prices as worker_prices
from worker.llm.prices import AS_OF, TOKEN_PRICES
from worker.speech.billing import STT_KRW_PER_UNIT

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Price:
    """One price.

    Attributes:
        setting: Its name, which says the currency and what is counted.
        value: The price.
        dated: When it was read, or is of.
        source: Who says so (docs/costs.md).
        confirmed: Whether the seller does, for this region.
    """

    setting: str
    value: float
    dated: str
    source: str
    confirmed: bool = False

    def __str__(self) -> str:
        return f"{self.setting}={f'{self.value:.10f}'.rstrip('0').rstrip('.')}"


KRW_PER_USD = "KRW_PER_USD"
CLOVA = "CLOVA_KRW_PER_15_SECONDS"
TOKENS_IN, TOKENS_OUT = "CLAUDE_USD_PER_MILLION_INPUT", "CLAUDE_USD_PER_MILLION_OUTPUT"
GB_SECOND = "LAMBDA_USD_PER_GB_SECOND"
GETS, PUTS, GB_MONTH = "S3_USD_PER_1000_GETS", "S3_USD_PER_1000_PUTS", "S3_USD_PER_GB_MONTH"

_REPEATED = "list price as others repeat it"
_FIXED = (
    Price(KRW_PER_USD, worker_prices.KRW_PER_USD, "November 2026", "a round number"),
    Price(CLOVA, STT_KRW_PER_UNIT, "September 2026", "users' reports"),
    Price(GB_SECOND, 0.0000166667, "November 2026", _REPEATED),
    Price(GETS, 0.0004, "October 2025", _REPEATED),
    Price(PUTS, 0.005, "October 2025", _REPEATED),
    Price(GB_MONTH, 0.023, "October 2025", _REPEATED),
)


def list_prices(model: str) -> dict[str, Price]:
    """The prices that the code knows, by setting.

    Args:
        model: Of Claude; without a known price two are missing.
    """
    tokens = TOKEN_PRICES.get(model)
    claude = {TOKENS_IN: tokens.input_usd, TOKENS_OUT: tokens.output_usd} if tokens else {}
    known = (
        Price(setting, value, AS_OF, "Anthropic's documentation", confirmed=True) for setting, value in claude.items()
    )
    return {price.setting: price for price in (*_FIXED, *known)}


def read_prices(model: str, settings: Mapping[str, str]) -> dict[str, Price]:
    """The prices, corrected.

    Args:
        model: Of Claude.
        settings: By name; those that are empty correct nothing.

    Raises:
        ProblemError: One is no number.
    """
    prices = list_prices(model)
    for setting in (*(price.setting for price in _FIXED), TOKENS_IN, TOKENS_OUT):
        if text := settings.get(setting, "").strip():
            known = prices.get(setting, Price(setting, 0, "", ""))
            prices[setting] = replace(
                known, value=_read_number(setting, text), dated="", source="your setting", confirmed=True
            )
    return prices


def _read_number(setting: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < math.inf:
        raise ProblemError(f"{setting}={text} is no price: write a number such as 0.5.")
    return value
