from __future__ import annotations

import pytest

from worker.llm.model import ModelUsage
from worker.llm.prices import AS_OF
from worker.speech.billing import price_speech
from worker.tasks.summary.compose import estimate_cost
from worker.tasks.summary.result import Cost


@pytest.mark.parametrize(
    ("billed", "model", "usage", "krw", "usd"),
    [
        (0, "claude-haiku-5-5", ModelUsage(), 0.0, 0.0),
        (15, "claude-haiku-5-5", ModelUsage(), 4.0, 0.0),
        (90, "claude-haiku-5-5", ModelUsage(1_000, 100), 24.0, 0.00015),
        (90, "claude-haiku-5-5", ModelUsage(100_001, 0), 24.0, 0.050001),
        (0, "claude-sonnet-5-5", ModelUsage(100_001, 0), 0.0, 0.200002),
        (0, "a-model-without-a-price", ModelUsage(1, 1), 0.0, None),
        (0, "a-model-without-a-price", ModelUsage(), 0.0, 0.0),
    ],
)
def test_a_cost_follows_the_price_table(
    billed: int, model: str, usage: ModelUsage, krw: float, usd: float | None
) -> None:
    assert estimate_cost(price_speech(billed), model, usage) == Cost(krw, usd, AS_OF)
