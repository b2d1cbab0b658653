"""What a job uses of each service, and what that costs in won.

Tokens, seconds and requests are estimates: a fixed part, and one that grows with the video (docs/costs.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.cost.prices import CLOVA, GB_MONTH, GB_SECOND, GETS, KRW_PER_USD, PUTS, TOKENS_IN, TOKENS_OUT
from worker.llm.model import ModelUsage
from worker.llm.prices import CLIFF_TOKENS, TOKEN_PRICES, TokenPrice
from worker.speech.billing import STT_UNIT_SECONDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.cost.hearing import Heard
    from local.cost.prices import Price

MEMORY_MB = 3008


@dataclass(frozen=True)
class Row:
    """One service.

    Attributes:
        service: Its name.
        amount: What is used, for people.
        krw: What that costs; None where a price is not known.
        prices: Settings of the prices that were used.
    """

    service: str
    amount: str
    krw: float | None
    prices: tuple[str, ...]


def estimate(heard: Heard, model: str, prices: Mapping[str, Price]) -> list[Row]:
    """One row a service."""
    hours = heard.seconds / 3600
    value = {setting: price.value for setting, price in prices.items()}
    usd = value[KRW_PER_USD]
    seconds, gets, puts, gigabytes = 10 + 110 * hours, 10 + 260 * hours, 10 + 140 * hours, heard.size / 1e9
    units = heard.billed_seconds / STT_UNIT_SECONDS
    compute = seconds * MEMORY_MB / 1024 * value[GB_SECOND]
    requests = (gets * value[GETS] + puts * value[PUTS]) / 1000
    return [
        Row("CLOVA", f"{heard.billed_seconds:,} s billed", units * value[CLOVA], (CLOVA,)),
        _estimate_claude(guess_tokens(heard.speech_seconds), model, value),
        Row("Lambda", f"{seconds:.0f} s of {MEMORY_MB:,} MB", compute * usd, (GB_SECOND, KRW_PER_USD)),
        Row("S3 requests", f"{gets:.0f} GET, {puts:.0f} PUT", requests * usd, (GETS, PUTS, KRW_PER_USD)),
        Row("S3, a month", f"{gigabytes:.2f} GB", gigabytes * value[GB_MONTH] * usd, (GB_MONTH, KRW_PER_USD)),
    ]


def guess_tokens(speech_seconds: float) -> ModelUsage:
    """The tokens of one question: 25,000 in and 3,000 out for an hour of speech, none for silence."""
    hours = speech_seconds / 3600
    return ModelUsage(round(1_000 + 24_000 * hours), round(400 + 2_600 * hours)) if hours else ModelUsage()


def _estimate_claude(usage: ModelUsage, model: str, value: Mapping[str, float]) -> Row:
    amount = f"{usage.input_tokens:,} tokens in, {usage.output_tokens:,} out"
    used = (TOKENS_IN, TOKENS_OUT, KRW_PER_USD)
    if not usage.input_tokens:
        return Row("Claude", amount, 0.0, ())
    if not value.keys() >= {TOKENS_IN, TOKENS_OUT}:
        return Row("Claude", amount, None, used)
    known = TOKEN_PRICES.get(model)
    price = TokenPrice(value[TOKENS_IN], value[TOKENS_OUT], known.cliff if known else 1.0)
    if usage.input_tokens > CLIFF_TOKENS and price.cliff > 1:
        amount += f", x{price.cliff:.0f}"
    return Row("Claude", amount, price.of(usage) * value[KRW_PER_USD], used)
