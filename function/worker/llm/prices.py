"""What tokens cost, by the list prices of `AS_OF`. An estimate, not an invoice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from worker.jobs.price import CallPrice
from worker.llm.model import ModelUsage
from worker.llm.names import read_model_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.llm.model import ModelAnswer, ModelRequest

AS_OF = "2026-11-20"

KRW_PER_USD = 1400.0
"""A round number, as of November 2026."""

CLIFF_TOKENS = 100_000
"""Above this many prompt tokens Haiku 5.5 costs five times as much (docs/sources.md, Claude)."""


@dataclass(frozen=True, slots=True)
class TokenPrice:
    """US dollars per million tokens; `cliff` multiplies both beyond `CLIFF_TOKENS` prompt tokens."""

    input_usd: float
    output_usd: float
    cliff: float = 1.0

    def of(self, usage: ModelUsage) -> float:
        """What the billed calls of a model cost in US dollars."""
        factor = self.cliff if usage.input_tokens > CLIFF_TOKENS else 1.0
        dollars = (usage.input_tokens * self.input_usd + usage.output_tokens * self.output_usd) * factor / 1e6
        return round(dollars, 6)


TOKEN_PRICES: Mapping[str, TokenPrice] = MappingProxyType(
    {
        "claude-haiku-5-5": TokenPrice(0.10, 0.50, cliff=5.0),
        "claude-sonnet-5-5": TokenPrice(2.0, 10.0),
    }
)


_DATE = re.compile(r"-\d{8}$")


def price_tokens(model: str, usage: ModelUsage) -> float | None:
    """What the billed calls of a model cost in US dollars; None for a model that the table does not list.

    Bedrock's names count as Anthropic's, at the prices of its global profiles; a date in a name changes nothing.
    """
    if usage.input_tokens == usage.output_tokens == 0:
        return 0.0
    price = TOKEN_PRICES.get(_DATE.sub("", read_model_name(model)))
    return None if price is None else price.of(usage)


BYTES_PER_TOKEN = 2
"""A cautious guess for the estimate before a call: English has about four bytes a token, Korean three and less."""


def price_question(model: str, request: ModelRequest, allowance: int) -> CallPrice[ModelAnswer]:
    """The price of one question: estimated by its size, as if the answer used up its allowance of tokens.

    A model that the table does not list is priced as the dearest of those that it lists: a lid must not be passed.
    """
    size = sum(len(text.encode(errors="replace")) for text in (request.instructions, request.transcript))
    return CallPrice(
        _price_in_won(model, ModelUsage(size // BYTES_PER_TOKEN, allowance)),
        lambda answer: _price_in_won(model, answer.usage),
        lambda spent: _price_in_won(model, ModelUsage(spent.input_tokens, spent.output_tokens)),
    )


def _price_in_won(model: str, usage: ModelUsage) -> float:
    dollars = price_tokens(model, usage)
    if dollars is None:
        dollars = max(price.of(usage) for price in TOKEN_PRICES.values())
    return dollars * KRW_PER_USD
