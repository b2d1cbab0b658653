"""What a job cost, by list prices. An estimate, not an invoice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.llm.prices import AS_OF, price_tokens
from worker.speech.billing import price_speech

if TYPE_CHECKING:
    from worker.llm.model import ModelUsage


@dataclass(frozen=True, slots=True)
class Cost:
    """Estimated cost; `llm_usd` is None for a model that the table does not list."""

    stt_krw: float = 0.0
    llm_usd: float | None = 0.0
    prices_as_of: str = AS_OF


def estimate_cost(billed_stt_seconds: int, model: str, usage: ModelUsage) -> Cost:
    """Estimate what a job cost.

    Args:
        billed_stt_seconds: multiples of 15.
        model: the configured model name.
        usage: tokens of all billed calls.

    Returns:
        Won for speech and dollars for the model.
    """
    return Cost(price_speech(billed_stt_seconds), price_tokens(model, usage))
